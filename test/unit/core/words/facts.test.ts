import assert from 'node:assert/strict';
import fc from 'fast-check';
import { CAUSE_IDS } from '../../../../src/core/causes/causes';
import { explain, finding, rowOf, verdictOf, type Finding } from '../../../../src/core/causes/findings';
import { PLACEHOLDER_WORDS } from '../../../../src/core/causes/placeholders';
import { TROUBLESHOOTING } from '../../../../src/core/causes/table';
import { VARIABLES } from '../../../../src/core/claude/variables';
import { FACT_KINDS, printableFact, printableHost, quotedName, shownFact } from '../../../../src/core/words/facts';
import { HOSTILE_TEXTS, linksIn } from '../../../fixtures/hostileTexts';
import { CASES } from '../checks/staticChecks.cases';
import { assessed } from '../support';
import type { Row } from '../../../../src/core/causes/row';

const NAMES = Object.keys(FACT_KINDS) as (keyof typeof FACT_KINDS)[];

/** Every text of every row, in all its variants. */
const FINDINGS: readonly Pick<Finding, 'cause' | 'variant'>[] = CAUSE_IDS.flatMap((cause) => {
  const row: Row = TROUBLESHOOTING[cause];
  return [{ cause }, ...Object.keys(row.variants ?? {}).map((variant) => ({ cause, variant }))];
});

function textsOf(found: Finding): string[] {
  const { title, cause, remedy } = explain(found);
  return [verdictOf(found), title, cause, ...remedy];
}

describe('a fact of the troubleshooting table', () => {
  it('has a kind, whichever placeholder it fills', () => {
    const used = FINDINGS.flatMap((found) => {
      const { title, cause, remedy } = rowOf(found);
      return [title, cause, ...remedy].flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
    });
    assert.deepEqual(
      [...new Set([...used, ...Object.keys(PLACEHOLDER_WORDS)])].filter((name) => !Object.hasOwn(FACT_KINDS, name)),
      [],
    );
  });

  for (const hostile of HOSTILE_TEXTS) {
    it(`makes no link in any verdict, title, cause or step: ${encodeURI(hostile.slice(0, 60))}`, () => {
      const facts = Object.fromEntries(NAMES.map((name) => [name, hostile]));
      for (const found of FINDINGS) {
        for (const text of textsOf({ ...finding(found.cause, hostile, facts), ...found })) {
          assert.deepEqual(linksIn(text), [], text);
          assert.doesNotMatch(text, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
          assert.ok(text.length < 3500, `${found.cause}: ${text.length} characters`);
        }
      }
    });
  }

  it('makes none either of what anybody thinks of', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '[',
        ']',
        '(',
        ')',
        '](',
        '[a](command:x)',
        '](https://x)',
        'https://gw.example/',
        '/',
        '$(',
        '\u001b',
        '\u202e',
        '\n',
        ' ',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom(...FINDINGS), (pieces, found) => {
        const facts = Object.fromEntries(NAMES.map((name) => [name, pieces.join('')]));
        for (const text of textsOf({ ...finding(found.cause, 'seen', facts), ...found }))
          assert.deepEqual(linksIn(text), [], text);
      }),
      { numRuns: 1000 },
    );
  });

  it('that is no name, address, host or version is said to be none, with a capital letter at the beginning', () => {
    const title = (cause: Finding['cause'], facts: Finding['facts']): string =>
      explain(finding(cause, 'seen', facts)).title;
    assert.equal(
      title('duplicate-name', { variable: '[x](command:y)', source: '.claude/settings.json' }),
      'An invalid variable name is set more than once in .claude/settings.json.',
    );
    assert.equal(
      title('redirected', { host: 'gw.example', location: '[Sign in again](command:x)' }),
      'gw.example redirects to an invalid address.',
    );
    assert.equal(
      title('redirected', { host: '$(trash)', location: 'https://login.example/' }),
      'An invalid host name redirects to https://login.example/.',
    );
    assert.equal(
      title('setting-wrong-name', { setting: 'a b', source: 'your settings' }),
      'Claude Code has no setting “an invalid setting name”, so the values in it don’t apply.',
    );
    assert.equal(
      title('key-sent-to-anthropic', { version: '2.1. Run me' }),
      'Claude Code (unknown version) also sends your gateway’s API key to Anthropic.',
    );
    assert.equal(title('server-error', { status: '[5](command:x)' }), title('server-error', {}));
  });

  const legit: Readonly<Record<string, readonly string[]>> = {
    variable: [...Object.keys(VARIABLES), 'HTTPS_PROXY', 'https_proxy', 'apiKeyHelper', 'availableModels', '_x'],
    setting: ['claudeCode.env', 'claudeCode.environment-variables'],
    host: [
      'gw.example',
      'gw.example:8443',
      '127.0.0.1:4000',
      '[::1]:8080',
      '[fe80::1]',
      'localhost',
      'xn--bcher-kva.example',
      'my_gateway.internal',
      'GW.example',
    ],
    url: [
      'https://gw.example',
      'http://127.0.0.1:4000/v1/messages',
      'https://[::1]:8080/llm/v1/messages?beta=true',
      'https://gw.example/v1/projects/p/models/claude:rawPredict',
      'https://‹hidden›@gw.example/',
      'https://gw.example/?key=‹hidden›',
      'https://gw.example/(a)/[b]',
    ],
    location: [
      'https://login.example/authorize',
      '/login',
      '../v1/messages',
      '//login.example/',
      'login.html',
      '?again',
      '/v1/models/x:rawPredict',
    ],
    version: ['2.1.197', '2.1.329-beta.1', '2.0'],
    status: ['401', '503'],
    code: ['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'TIMEOUT', 'HPE_INVALID_CONSTANT', 'EAI_AGAIN'],
    expectedHeader: ['x-api-key', 'Authorization: Bearer'],
    sentHeader: ['x-api-key', 'Authorization: Bearer', 'authorization'],
    provider: ['Amazon Bedrock', 'Microsoft Foundry'],
    instead: ['ANTHROPIC_FOUNDRY_AUTH_TOKEN or ANTHROPIC_FOUNDRY_API_KEY', 'CLAUDE_CODE_SKIP_BEDROCK_AUTH=1'],
    source: [
      '~/.claude/settings.json',
      'VS Code user settings (/home/me/.config/Code/User/settings.json)',
      'managed settings (C:\\Program Files (x86)\\ClaudeCode\\managed-settings.json)',
    ],
    detail: [
      'Character 3 is a space.',
      'Line 3, column 4: “model” must be a text.',
      'use host names without http:// or https://.',
    ],
  };
  for (const [name, values] of Object.entries(legit)) {
    it(`comes out as it is when it is a ${name}`, () => {
      for (const value of values) assert.deepEqual(shownFact(name, value), { text: value, own: false });
    });
  }

  it('comes out as it is from every check of the configuration', () => {
    for (const { readings, surface, more } of CASES) {
      for (const { cause, facts } of assessed(readings, surface, more).findings) {
        for (const [name, value] of Object.entries(facts))
          assert.deepEqual(shownFact(name, value), { text: value, own: false }, `${cause}: ${name}`);
      }
    }
    assert.ok(CASES.length > 20);
  });

  it('is a host in the letters of the network, whatever alphabet it was written in', () => {
    assert.equal(printableFact('host', 'аnthropic.com'), 'xn--nthropic-06g.com');
    assert.equal(printableHost('https://gw.example:8443/v1'), 'gw.example:8443');
    assert.equal(printableHost('[x](command:y)'), 'an invalid host name');
    assert.equal(printableHost('http://$(trash)/'), 'an invalid host name');
  });

  it('is quoted as evidence when it is a name of nobody’s, so that a reader sees what stands there', () => {
    assert.equal(quotedName('ANTHROPIC_BASE_URL'), 'ANTHROPIC_BASE_URL');
    assert.equal(quotedName('claudeCode.env'), 'claudeCode.env');
    assert.equal(quotedName('[Repair](command:x)'), '“[Repair] (command:x)”');
    assert.ok(quotedName('x y'.repeat(10_000)).length < 90);
  });
});
