import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assessAll } from '../../../../src/core/checks/assessment';
import { configJson, configText } from '../../../../src/core/views/cliText';
import { effectiveConfig, type EffectiveConfig } from '../../../../src/core/views/effectiveConfig';
import { configMarkdown, type LinkedText } from '../../../../src/core/views/effectiveConfigMarkdown';
import { Secret } from '../../../../src/core/words/secret';
import type { Snapshot, SourceReading } from '../../../../src/core/config/snapshot';
import { BROKEN, reading, snapshotOf, UNPRINTABLE } from '../support';

const TOKEN = 'made.up.sentinel.0123';
const GATEWAY = { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: TOKEN };
const USER = '/home/u/.config/Code/User/settings.json';
const CLAUDE = '/home/u/.claude/settings.json';

function configOf(readings: readonly SourceReading[], more: Partial<Snapshot> = {}): EffectiveConfig {
  const snapshot = snapshotOf(readings, more);
  return effectiveConfig(assessAll(snapshot), snapshot);
}

function markdownOf(readings: readonly SourceReading[], more: Partial<Snapshot> = {}): LinkedText {
  return configMarkdown(configOf(readings, more));
}

/** What each link says, and where it leads. */
function linksOf({ text, links }: LinkedText): string[] {
  return links.map(
    ({ offset, length, location, line }) =>
      `${text.slice(offset, offset + length)} -> ${location}${line === undefined ? '' : `:${line}`}`,
  );
}

const inUserSettings = reading('vscode-user', GATEWAY, {
  location: USER,
  lines: { ANTHROPIC_BASE_URL: 3, ANTHROPIC_AUTH_TOKEN: 4 },
});
const inClaude = reading('user-settings', GATEWAY, {
  location: CLAUDE,
  lines: { ANTHROPIC_BASE_URL: 2, ANTHROPIC_AUTH_TOKEN: 3 },
});

describe('the effective configuration', () => {
  it('is one line where all surfaces send the same', () => {
    const { text } = markdownOf([inClaude]);
    assert.match(
      text,
      /^# All four surfaces send to gw\.example with Authorization\.\n\n- All four surfaces: POST https:\/\/gw\.example\/v1\/messages\?beta=true with Authorization from ANTHROPIC_AUTH_TOKEN \(~\/\.claude\/settings\.json:3\)\.\n/,
    );
    assert.equal(text.match(/^## /gm)?.length, 2, text);
  });

  it('is certain only of what does not depend on the speed of a command', () => {
    const { text } = markdownOf([{ ...inClaude, helper: new Secret('get-key') }]);
    assert.match(
      text,
      /^# All four surfaces send to gw\.example with Authorization\.\n\n- .* with Authorization from ANTHROPIC_AUTH_TOKEN \([^)]*\) and x-api-key from apiKeyHelper, if the command is fast enough \(/,
    );
  });

  it('says first where surfaces differ', () => {
    const { text } = markdownOf([inUserSettings]);
    assert.match(
      text,
      /^# The surfaces differ: Claude Code in VS Code sends to gw\.example with Authorization; claude in every terminal, and claude -p send nothing \(no credential and no saved login\)\.\n/,
    );
    assert.match(
      text,
      /\n- claude in every terminal, and claude -p: nothing is sent: no credential and no saved login\.\n {2}- Claude in every terminal: a login screen appears: there’s no credential and no saved login\.\n/,
    );
  });

  it('tells on each surface the cause, and not what follows from it', () => {
    const problems = configOf([
      reading('shell', { ANTHROPIC_BASE_URL: 'https://gw.example' }),
      reading('vscode-user', {}, { shapeProblem: 'The value is an object in { }.' }),
    ]).problems;
    assert.deepEqual(
      problems.map(({ cause, surfaces }) => [cause, surfaces]),
      [
        ['setting-wrong-shape', 'Claude Code in VS Code'],
        ['credential-missing', 'claude in every terminal, and claude -p'],
      ],
    );
  });

  it('says when no gateway is set up', () => {
    assert.match(
      markdownOf([]).text,
      /^# No gateway is set up, and nothing is sent: no credential and no saved login\.\n/,
    );
    assert.match(
      markdownOf([reading('login')]).text,
      /^# No gateway is set up: All four surfaces send to api\.anthropic\.com with Authorization\.\n/i,
    );
  });

  it('names value, place and what is overridden, in an aligned table with links to the lines', () => {
    const document = markdownOf([
      inUserSettings,
      inClaude,
      reading('shell', { ANTHROPIC_BASE_URL: 'https://old.example' }),
    ]);
    const table = document.text.split('\n').filter((line) => line.startsWith('|'));
    assert.deepEqual(table.slice(0, 7), [
      '| Variable             | Value                 | Set in |',
      '| -------------------- | --------------------- | ------------------------- |',
      '| ANTHROPIC_BASE_URL   | https://gw.example    | ~/.claude/settings.json:2 |',
      '|                      |   same value in       | VS Code user settings:3 |',
      '|                      |   overrides           | the environment |',
      '| ANTHROPIC_AUTH_TOKEN | hidden, 21 characters | ~/.claude/settings.json:3 |',
      '|                      |   same value in       | VS Code user settings:4 |',
    ]);
    for (const link of [`~/.claude/settings.json:2 -> ${CLAUDE}:2`, `VS Code user settings:3 -> ${USER}:3`])
      assert.ok(linksOf(document).includes(link), link);
  });

  it('names places that decide nothing, and why', () => {
    const { text } = markdownOf([
      inClaude,
      reading('project-settings', {}, { location: '/w/.claude/settings.json', ...BROKEN }),
      reading(
        'managed-file',
        {},
        { location: '/etc/claude-code/managed-settings.json', outcome: { status: 'absent' } },
      ),
      reading('local-settings', {}, { outcome: { status: 'absent' } }),
      reading('vscode-workspace', GATEWAY, { ignored: 'VS Code ignores this setting in workspace settings' }),
    ]);
    const list = text.slice(text.indexOf('## Also checked'));
    for (const line of [
      '- this folder’s .claude/settings.json:3: invalid: line 3, column 5: a comma is missing.',
      '- VS Code workspace settings: VS Code ignores this setting in workspace settings.',
      '- Not found: managed settings, this folder’s .claude/settings.local.json.',
      '- Settings passed with claude --settings can’t be seen from here; they override everything except managed settings.',
    ])
      assert.ok(list.includes(line), list);
  });

  it('names VS Code’s own settings and the login shell', () => {
    const { text } = markdownOf(
      [
        inUserSettings,
        reading('shell', {}, { label: 'VS Code’s environment', surfaces: ['vscode-extension', 'integrated-terminal'] }),
        reading('shell', GATEWAY, { label: 'the login shell', surfaces: ['terminal', 'print'] }),
      ],
      {
        vscode: {
          disableLoginPrompt: true,
          useTerminal: false,
          processWrapper: '/bin/wrap',
          http: { 'http.proxy': 'http://proxy:1' },
        },
      },
    );
    for (const part of [
      'with Authorization from ANTHROPIC_AUTH_TOKEN (the login shell)',
      '- claudeCode.disableLoginPrompt = true: ',
      '- claudeCode.claudeProcessWrapper = /bin/wrap: ',
      '- http.proxy = http://proxy:1: ',
    ])
      assert.ok(text.includes(part), `${part} in ${text}`);
  });

  it('has the documented JSON', () => {
    const { verdict, surfaces } = JSON.parse(configJson(configOf([inUserSettings, inClaude]))) as {
      verdict: string;
      surfaces: Record<string, unknown>;
    };
    assert.match(verdict, /^All four surfaces/);
    assert.deepEqual(Object.keys(surfaces), ['vscode-extension', 'integrated-terminal', 'terminal', 'print']);
    assert.deepEqual(surfaces['vscode-extension'], {
      willSend: true,
      provider: 'anthropic',
      baseUrl: { value: 'https://gw.example', variable: 'ANTHROPIC_BASE_URL', source: 'user-settings' },
      url: 'https://gw.example/v1/messages?beta=true',
      headers: {
        authorization: { kind: 'variable', variable: 'ANTHROPIC_AUTH_TOKEN', source: 'user-settings' },
        xApiKey: null,
      },
      loginGate: {
        shows: true,
        certain: false,
        because:
          'the credential is set in ~/.claude/settings.json, which the login check of some versions doesn’t read',
      },
      overridden: [
        { variable: 'ANTHROPIC_BASE_URL', source: 'vscode-user', by: 'user-settings' },
        { variable: 'ANTHROPIC_AUTH_TOKEN', source: 'vscode-user', by: 'user-settings' },
      ],
      variables: [
        { variable: 'ANTHROPIC_BASE_URL', value: 'https://gw.example', source: 'user-settings', file: CLAUDE, line: 2 },
        {
          variable: 'ANTHROPIC_AUTH_TOKEN',
          value: 'hidden, 21 characters',
          source: 'user-settings',
          file: CLAUDE,
          line: 3,
        },
      ],
    });
  });

  it('names a default address and a reason in JSON', () => {
    const { surfaces } = JSON.parse(configJson(configOf([]))) as {
      surfaces: Record<string, { reason: string; baseUrl: unknown; headers: unknown }>;
    };
    assert.deepEqual(
      [surfaces['print']?.reason, surfaces['print']?.baseUrl, surfaces['print']?.headers],
      [
        'credential-missing',
        { value: 'https://api.anthropic.com', variable: null, source: 'default' },
        { authorization: null, xApiKey: null },
      ],
    );
  });

  it('says the same in a terminal', () => {
    const text = configText(configOf([inUserSettings, inClaude]));
    assert.match(
      text,
      /^All four surfaces send to gw\.example with Authorization\.\n\nAll four surfaces\n {2}POST https:/,
    );
    assert.ok(
      text.includes(
        `  ANTHROPIC_AUTH_TOKEN = hidden, 21 characters\n      ~/.claude/settings.json, line 3 (${CLAUDE}). `,
      ),
      text,
    );
    assert.ok(text.includes(`      overrides VS Code user settings, line 4 (${USER}) (same value)\n`), text);
  });
});

describe('the effective configuration of hostile names, values and places', () => {
  const character = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    fc.constantFrom('|', '\n', '[', ']', '(', ')', '<', '>', '`', '\\', '*', '_', '#', '&', '\u001b', '\u202e', ' '),
  );
  const text = fc.array(character, { minLength: 1, maxLength: 12 }).map((parts) => parts.join(''));

  it('cannot break out of a line, a cell or a link', () => {
    fc.assert(
      fc.property(text, text, text, text, (name, value, place, dropin) => {
        const readings = [
          reading(
            'project-settings',
            { [name]: value, ANTHROPIC_BASE_URL: value, ANTHROPIC_MODEL: value },
            { location: place, lines: { [name]: 7 } },
          ),
          reading(`managed-dropin:${dropin}`, { [name]: 'x', ANTHROPIC_MODEL: value }, { location: `/${place}` }),
          reading('local-settings', {}, { location: place, outcome: { status: 'unreadable', message: value } }),
        ];
        const config = configOf(readings);
        const document = configMarkdown(config);
        assert.doesNotMatch(document.text.replaceAll('\n', ''), UNPRINTABLE);
        assert.doesNotMatch(configText(config).replaceAll('\n', ''), UNPRINTABLE);
        JSON.parse(configJson(config));
        const [first] = document.text.split('\n');
        assert.match(first ?? '', /^# /);
        for (const row of document.text.split('\n').filter((line) => line.startsWith('|')))
          assert.equal(row.replaceAll(/\\./g, '').split('|').length - 1, 4, row);
        // Every line is one of ours: a heading, an item, a row, or one of the fixed sentences.
        for (const line of document.text.split('\n'))
          assert.match(line, /^$|^#{1,2} |^ {0,2}- |^\| |^Credentials are never|^Nothing is set\.$/);
        for (const { offset, length, location } of document.links) {
          assert.ok([place, `/${place}`].includes(location));
          assert.ok(length > 0 && !document.text.slice(offset, offset + length).includes('\n'));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('never shows a secret', () => {
    const tail = fc.string({
      unit: fc.constantFrom(...Array.from('abcXYZ0189.-+/="\'&%é')),
      minLength: 3,
      maxLength: 20,
    });
    fc.assert(
      fc.property(tail, tail, (one, two) => {
        const [token, helper] = [`s3cr3t${one}`, `h3lp3r${two}`];
        const echo = `${token} ${helper}`;
        const env = {
          ANTHROPIC_AUTH_TOKEN: token,
          ANTHROPIC_CUSTOM_HEADERS: `x-api-key: ${token}`,
          UNKNOWN_TO_US: token,
          ANTHROPIC_BASE_URL: `https://u:${encodeURIComponent(token)}@gw.example/?k=1`,
          ANTHROPIC_MODEL: token,
        };
        const config = configOf([
          reading('user-settings', env, { location: `/home/${token}/settings.json`, helper: new Secret(helper) }),
          reading('vscode-user', env, { location: `/home/u/${token}.json` }),
          reading(
            'project-settings',
            {},
            { location: '/w', outcome: { status: 'unreadable', message: echo.slice(0, token.length) } },
          ),
        ]);
        const tooltips = configMarkdown(config).links.map(({ file }) => file);
        // The markdown as it is read: without its escapes.
        const printed = [
          configMarkdown(config).text.replaceAll(/\\([^A-Za-z0-9])/g, '$1'),
          configText(config),
          configJson(config),
          ...tooltips,
        ].join('\n');
        assert.ok(!printed.includes('s3cr3t'), printed);
        assert.ok(!printed.includes('h3lp3r'), printed);
      }),
      { numRuns: 40 },
    );
  });
});
