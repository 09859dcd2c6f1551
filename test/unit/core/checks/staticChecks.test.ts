import assert from 'node:assert/strict';
import { explain, verdictOf, type Finding } from '../../../../src/core/causes/findings';
import type { Fix } from '../../../../src/core/causes/fixes';
import { predict } from '../../../../src/core/config/predict';
import { resolve } from '../../../../src/core/config/resolve';
import { Secret } from '../../../../src/core/words/secret';
import type { SourceReading } from '../../../../src/core/config/snapshot';
import { SURFACE_LABEL, type SurfaceId } from '../../../../src/core/claude/sources';
import { placeLabel } from '../../../../src/core/config/places';
import { runStaticChecks, STATIC_CHECKS } from '../../../../src/core/checks/staticChecks';
import { TROUBLESHOOTING } from '../../../../src/core/causes/table';
import { CASES, GOOD, shell, type Case } from './staticChecks.cases';
import { assessed, BROKEN, reading, snapshotOf, UNPRINTABLE } from '../support';

function seenBy(name: string, { readings, surface = 'vscode-extension', more }: Case): number {
  const check = STATIC_CHECKS.find((row) => row.name === name);
  assert.ok(check !== undefined, `no such check: ${name}`);
  if (check.surfaces?.includes(surface) === false) return 0;
  const snapshot = snapshotOf(readings, more);
  const config = resolve(snapshot, surface);
  const seen = check.find({ snapshot, config, request: predict(config, snapshot) }, check.causes);
  for (const { cause } of seen)
    assert.ok(cause === undefined || check.causes.includes(cause), `${name} does not name ${cause ?? ''}`);
  return seen.length;
}

describe('the static checks', () => {
  it('have a name each, and a case that raises each of them and one that comes near', () => {
    const names = STATIC_CHECKS.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    const missing = names.flatMap((name) => [
      ...(CASES.some((row) => row.check === name && row.hits) ? [] : [`${name}: raises`]),
      ...(CASES.some((row) => row.check === name && !row.hits) ? [] : [`${name}: near miss`]),
    ]);
    assert.deepEqual(missing, []);
  });

  for (const row of CASES) {
    it(`${row.check} ${row.hits ? 'sees' : 'does not mind'} ${row.what}`, () => {
      const { findings } = assessed(row.readings, row.surface, row.more);
      assert.equal(seenBy(row.check, row) > 0, row.hits);
      assert.deepEqual(
        findings.map(({ cause, severity }) => `${cause} ${severity}`),
        row.raises.map((raised) => summary(raised)),
      );
      findings.forEach((found, index) => {
        assertTold(found);
        assert.match(
          `${verdictOf(found)} ${found.evidence}`,
          new RegExp((row.raises[index] ?? '').replace(/^[^:]*:? ?/, '')),
        );
      });
      if (row.fix !== undefined) assert.deepEqual(findings.find(({ fix }) => fix !== undefined)?.fix, row.fix);
    });
  }

  const machines: readonly [string, readonly SourceReading[]][] = [
    ['VS Code’s setting', [reading('vscode-user', GOOD)]],
    ['both files', [reading('vscode-user', GOOD), reading('user-settings', GOOD)]],
    [
      'Claude Code’s file, mode 644',
      [reading('user-settings', GOOD, { openToOthers: true, location: '/home/me/.claude/settings.json' })],
    ],
    [
      'a practice gateway on this machine',
      [reading('vscode-user', { ...GOOD, ANTHROPIC_BASE_URL: 'http://127.0.0.1:8787' })],
    ],
    [
      'a practice gateway named localhost',
      [reading('user-settings', { ...GOOD, ANTHROPIC_BASE_URL: 'http://localhost:8787/' })],
    ],
    [
      'a helper',
      [
        reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example' }),
        reading('user-settings', {}, { helper: new Secret('get-key.sh') }),
      ],
    ],
    [
      'the environment',
      [
        shell({
          HTTPS_PROXY: 'http://proxy.example:3128',
          NO_PROXY: 'gw.example',
          AWS_REGION: 'eu-west-1',
          ANTHROPIC_VERTEX_PROJECT_ID: 'p',
          DISABLE_TELEMETRY: '0',
          CLAUDECODE: '1',
          CLAUDE_CODE_ENTRYPOINT: 'cli',
          CLAUDE_CODE_SSE_PORT: '1',
          FTP_PROXY: 'x',
        }),
      ],
    ],
    [
      'managed settings',
      [reading('managed-file', GOOD, { openToOthers: true, location: '/etc/claude-code/managed-settings.json' })],
    ],
    [
      'everything recommended for a gateway',
      [
        reading('user-settings', {
          ...GOOD,
          CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY: '1',
          ANTHROPIC_DEFAULT_SONNET_MODEL: 'team/sonnet',
          ANTHROPIC_DEFAULT_SONNET_MODEL_NAME: 'Team Sonnet',
          CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1',
          API_TIMEOUT_MS: '1_200_000',
          CLAUDE_CODE_MAX_RETRIES: '3',
          NODE_EXTRA_CA_CERTS: '/etc/ssl/ca.pem',
          ANTHROPIC_CUSTOM_HEADERS: 'X-Team: a\nX-Other: b',
          ENABLE_TOOL_SEARCH: 'auto:5',
          CLAUDE_CODE_AUTO_COMPACT_WINDOW: '200000',
          CLAUDE_CODE_EFFORT_LEVEL: 'high',
        }),
      ],
    ],
  ];
  for (const [what, readings] of machines) {
    it(`say nothing above a note of a healthy set-up: ${what}`, () => {
      for (const surface of Object.keys(SURFACE_LABEL) as SurfaceId[]) {
        const { findings, request } = assessed(readings, surface);
        if (!request.willSend) continue;
        assert.deepEqual(findings.filter(({ severity }) => severity !== 'note').map(verdictOf), [], surface);
      }
    });
  }

  it('offer a fix only where the user can write, and none for what another has to do', () => {
    const fixOf = (readings: readonly SourceReading[]): Fix | undefined =>
      assessed(readings, 'terminal').findings.find(({ cause }) => cause === 'tls-check-off')?.fix;
    const off = { ...GOOD, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    assert.deepEqual(
      fixOf([
        reading('user-settings', off, {
          location: '/home/me/.claude/settings.json',
          lines: { NODE_TLS_REJECT_UNAUTHORIZED: 7 },
        }),
      ]),
      {
        kind: 'remove-variable',
        variable: 'NODE_TLS_REJECT_UNAUTHORIZED',
        source: 'user-settings',
        location: '/home/me/.claude/settings.json',
        line: 7,
      },
    );
    assert.equal(fixOf([reading('shell', off)]), undefined);
    assert.equal(fixOf([reading('managed-file', off, { location: '/etc/m.json' })]), undefined);
    for (const { readings, surface, more } of CASES) {
      for (const { cause, fix } of assessed(readings, surface, more).findings)
        assert.ok(fix === undefined || TROUBLESHOOTING[cause].owner === 'you', cause);
    }
  });

  it('tell a file with a thousand mistakes by its first ones', () => {
    const env = Object.fromEntries(
      Array.from({ length: 1000 }, (_, index) => [`CLAUDE_CODE_MAX_RETRIE${String.fromCharCode(0x4e00 + index)}`, '1']),
    );
    assert.equal(
      assessed([shell(), reading('user-settings', env)]).findings.filter(({ cause }) => cause === 'variable-unknown')
        .length,
      10,
    );
  });

  it('are printable when a folder or file is named to attack a terminal', () => {
    const location = '/code/\u001b]52;c;eA==\u0007\u202e/settings.json';
    for (const more of [BROKEN, { outcome: { status: 'unreadable', message: 'EACCES' } } as const]) {
      for (const id of [
        'managed-file',
        'managed-dropin:\u001b[2J.json',
        'user-settings',
        'project-settings',
      ] as const) {
        for (const found of assessed([shell(), reading(id, {}, { ...more, location })]).findings) {
          assert.doesNotMatch(
            `${verdictOf(found)}${found.evidence}${Object.values(found.facts).join('')}`,
            UNPRINTABLE,
          );
        }
      }
    }
    assert.equal(placeLabel('managed-file', '/etc/m.json'), 'managed settings (/etc/m.json)');
  });

  it('give nothing for nothing', () => {
    const snapshot = snapshotOf([]);
    const config = resolve(snapshot, 'terminal');
    assert.deepEqual(runStaticChecks({ snapshot, config, request: predict(config, snapshot) }), []);
  });
});

/** `cause: words` as `cause severity`: `+` is an error, `!` a warning and `?` a note where the row says otherwise. */
function summary(raised: string): string {
  const [, cause = '', mark = ''] = /^([\w-]+)([+!?]?)/.exec(raised) ?? [];
  const marked = { '+': 'error', '!': 'warning', '?': 'note' }[mark];
  return `${cause} ${marked ?? TROUBLESHOOTING[cause as Finding['cause']].severity}`;
}

/** Every placeholder is filled, nothing secret stands in it, and it is a sentence. */
function assertTold(found: Finding): void {
  const { title, cause, remedy } = explain(found);
  const words = [verdictOf(found), title, cause, ...remedy, found.evidence, ...Object.values(found.facts)].join(' ');
  assert.doesNotMatch(words, /sentinel|\{\w+\}|undefined|the gateway \(/);
  for (const [, name = ''] of JSON.stringify(TROUBLESHOOTING[found.cause]).matchAll(/\{(\w+)\}/g))
    assert.ok(found.facts[name] !== undefined && found.facts[name] !== '', `${found.cause} needs ${name}`);
  assert.doesNotMatch(words, UNPRINTABLE);
  assert.doesNotMatch(words, /\.\.(?!\.|\/)/);
  assert.match(verdictOf(found), /[.)] \S.*\.$/);
}
