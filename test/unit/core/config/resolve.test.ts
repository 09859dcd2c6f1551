import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  effectiveEnvironment,
  effectiveValue,
  hasText,
  isOn,
  resolve,
  valueOf,
} from '../../../../src/core/config/resolve';
import type { Snapshot, SourceReading } from '../../../../src/core/config/snapshot';
import {
  orderDropins,
  pathOf,
  dropinDir,
  SOURCES,
  sourceRow,
  type Machine,
  type SourceId,
  type SurfaceId,
} from '../../../../src/core/claude/sources';
import { BROKEN, reading, snapshotOf } from '../support';

const NAME = 'ANTHROPIC_BASE_URL';

/** The value of the base URL, where it comes from, and what it wins over. */
function winner(
  readings: readonly SourceReading[],
  surface: SurfaceId = 'vscode-extension',
  more: Partial<Snapshot> = {},
): string {
  const found = resolve(snapshotOf(readings, more), surface).variables.find(({ name }) => name === NAME);
  return found === undefined
    ? 'none'
    : `${found.effective.value.reveal()} of ${found.sources.map(({ source }) => source).join(' > ')}`;
}

const at = (id: SourceId, value: string, more: Partial<SourceReading> = {}): SourceReading =>
  reading(id, { [NAME]: value }, more);

describe('the value that counts', () => {
  const all: SourceId[] = [
    'managed-dropin:90-b.json',
    'managed-file',
    'local-settings',
    'project-settings',
    'user-settings',
    'vscode-user',
    'shell',
  ];

  it('is that of the highest rank, source by source', () => {
    for (let from = 0; from < all.length; from++) {
      const rest = all.slice(from);
      assert.equal(winner([...rest].reverse().map((id) => at(id, id))), `${rest[0] ?? ''} of ${rest.join(' > ')}`);
    }
  });

  const table: readonly [string, readonly SourceReading[], string, SurfaceId?, Partial<Snapshot>?][] = [
    [
      'a later drop-in wins',
      [at('managed-dropin:10-a.json', 'a'), at('managed-dropin:20-b.json', 'b')],
      'b of managed-dropin:20-b.json > managed-dropin:10-a.json',
    ],
    ['nothing set', [reading('user-settings', { FOO: 'x' })], 'none'],
    ['empty wins and unsets', [at('user-settings', ''), at('shell', 'x')], ' of user-settings > shell'],
    ['a broken file counts for nothing', [at('user-settings', 'x', BROKEN), at('shell', 'y')], 'y of shell'],
    [
      'an unreadable file counts for nothing',
      [at('user-settings', 'x', { outcome: { status: 'unreadable', message: 'EACCES' } }), at('shell', 'y')],
      'y of shell',
    ],
    [
      'the folder does not count in Restricted Mode',
      [at('local-settings', 'l'), at('project-settings', 'p'), at('user-settings', 'u')],
      'u of user-settings',
      'terminal',
      { trusted: false },
    ],
    [
      'VS Code’s workspace over remote over user',
      [at('vscode-user', 'u'), at('vscode-remote', 'r'), at('vscode-workspace', 'w')],
      'w of vscode-workspace',
    ],
    [
      'VS Code’s workspace does not count in Restricted Mode',
      [at('vscode-user', 'u'), at('vscode-workspace', 'w')],
      'u of vscode-user',
      'vscode-extension',
      { trusted: false },
    ],
    [
      'VS Code’s remote list replaces the user’s as a whole',
      [at('vscode-user', 'u'), reading('vscode-remote', { FOO: 'x' })],
      'none',
    ],
    ['an empty remote list replaces it too', [at('vscode-user', 'u'), reading('vscode-remote')], 'none'],
    [
      'an absent remote setting replaces nothing',
      [at('vscode-user', 'u'), reading('vscode-remote', {}, { outcome: { status: 'absent' } })],
      'u of vscode-user',
    ],
    [
      'a setting of wrong shape counts for nothing',
      [at('vscode-user', 'u', { shapeProblem: 'The value is an object in { }.' }), at('shell', 's')],
      's of shell',
    ],
    [
      'a setting that is not read here counts for nothing',
      [at('vscode-user', 'u', { ignored: 'remote window' }), at('shell', 's')],
      's of shell',
    ],
    [
      'VS Code’s terminal gets an environment of its own',
      [at('terminal-env', 't'), at('shell', 's')],
      't of terminal-env > shell',
      'integrated-terminal',
    ],
    ['another terminal does not', [at('terminal-env', 't'), at('shell', 's')], 's of shell', 'terminal'],
    [
      'an environment that is another one per surface',
      [
        at('shell', 'code', { surfaces: ['vscode-extension', 'integrated-terminal'] }),
        at('shell', 'login', { surfaces: ['terminal', 'print'] }),
      ],
      'login of shell',
      'print',
    ],
    [
      'a profile’s environment over the file’s',
      [at('managed-plist', 'p'), at('managed-file', 'f')],
      'p of managed-plist > managed-file',
    ],
    [
      'a profile alone before 2.1.223',
      [at('managed-plist', 'p'), at('managed-file', 'f')],
      'p of managed-plist',
      'print',
      { clientVersion: '2.1.222' },
    ],
    [
      'a profile’s other values do not matter then',
      [reading('managed-hklm', { FOO: 'x' }), at('managed-file', 'f')],
      'none',
      'print',
      { clientVersion: '2.1.222' },
    ],
    [
      'a profile without policy leaves it to the file',
      [reading('managed-plist', {}, { delivers: false }), at('managed-file', 'f')],
      'f of managed-file',
      'print',
      { clientVersion: '2.1.222' },
    ],
    ['the user’s own registry counts alone', [at('managed-hkcu', 'u')], 'u of managed-hkcu'],
    [
      'the user’s own registry does not count beside a file',
      [at('managed-hkcu', 'u'), reading('managed-file', { FOO: 'x' })],
      'none',
    ],
    [
      'a host that routes by itself leaves the files out',
      [
        at('user-settings', 'u'),
        at('managed-file', 'm'),
        at('shell', 's'),
        reading('shell', { CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1' }),
      ],
      's of shell',
    ],
    [
      'a file that says so does not count',
      [reading('user-settings', { [NAME]: 'u', CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1' }), at('shell', 's')],
      'u of user-settings > shell',
    ],
    [
      'what only newer clients read',
      [at('local-settings', 'root', { since: 'local-settings-at-root' }), at('local-settings', 'own')],
      'root of local-settings > local-settings',
    ],
    [
      'what only newer clients read, with an older one',
      [at('local-settings', 'root', { since: 'local-settings-at-root' }), at('local-settings', 'own')],
      'own of local-settings',
      'print',
      { clientVersion: '2.1.197' },
    ],
    [
      'a terminal does not read VS Code’s setting',
      [at('vscode-user', 'u'), at('shell', 's')],
      's of shell',
      'terminal',
    ],
  ];
  for (const [what, readings, expected, surface, more] of table) {
    it(what, () => {
      assert.equal(winner(readings, surface, more), expected);
    });
  }

  it('mixes sources, variable by variable', () => {
    const config = resolve(
      snapshotOf([
        reading('user-settings', { [NAME]: 'u' }),
        reading('shell', { [NAME]: 's', ANTHROPIC_AUTH_TOKEN: 't' }),
      ]),
      'terminal',
    );
    assert.deepEqual(
      [effectiveValue(config, NAME)?.source, effectiveValue(config, 'ANTHROPIC_AUTH_TOKEN')?.source],
      ['user-settings', 'shell'],
    );
    assert.deepEqual(
      Object.entries(effectiveEnvironment(config)).map(([name, value]) => [name, value.reveal()]),
      [
        [NAME, 'u'],
        ['ANTHROPIC_AUTH_TOKEN', 't'],
      ],
    );
  });

  it('reads a value as text, as a switch and as filled or blank', () => {
    const config = resolve(
      snapshotOf([
        reading('shell', { CLAUDE_CODE_USE_VERTEX: ' On ', AWS_REGION: '  ', [NAME]: '', ANTHROPIC_AUTH_TOKEN: 't' }),
      ]),
      'terminal',
    );
    const names = ['CLAUDE_CODE_USE_VERTEX', 'AWS_REGION', NAME, 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_MODEL'];
    assert.deepEqual(
      names.map((name) => [valueOf(config, name), isOn(config, name), hasText(config, name)]),
      [
        [' On ', true, true],
        ['  ', false, false],
        [undefined, false, false],
        ['t', false, true],
        [undefined, false, false],
      ],
    );
  });

  it('leaves out what the shell has beside, and keeps what a settings file sets', () => {
    const config = resolve(
      snapshotOf([
        reading('user-settings', { FOO: '1', PATH: '/x' }),
        reading('shell', { PATH: '/bin', HOME: '/home/me' }),
      ]),
      'terminal',
    );
    assert.deepEqual(
      config.variables.map(({ name, sources }) => [name, sources.length]),
      [
        ['FOO', 1],
        ['PATH', 2],
      ],
    );
  });

  it('says why, in a sentence', () => {
    for (const { why, label } of SOURCES) assert.ok(/\.$/.test(why) && label !== '', label);
    const config = resolve(
      snapshotOf([at('user-settings', 'a'), at('shell', 'b'), reading('shell', { FOO: '' })]),
      'terminal',
    );
    assert.deepEqual(
      config.variables.map(({ why }) => why),
      [sourceRow('user-settings').why],
    );
  });

  const names = fc.constantFrom(NAME, 'ANTHROPIC_AUTH_TOKEN', 'FOO', 'constructor', '__proto__', 'toString');
  const env = fc
    .array(fc.tuple(names, fc.string({ maxLength: 3 })), { maxLength: 4 })
    .map((pairs): Record<string, string> => Object.fromEntries(pairs));
  const ids: SourceId[] = SOURCES.flatMap(({ kind }): SourceId[] =>
    kind === 'managed-dropin' ? ['managed-dropin:20-b.json', 'managed-dropin:10-a.json'] : [kind],
  );
  const machine = fc.tuple(
    ...ids.map((id) =>
      fc
        .option(fc.record({ env, helper: fc.option(fc.constant('cmd')), broken: fc.boolean() }))
        .map((value) => ({ id, value })),
    ),
  );
  const readingsOf = (
    chosen: readonly { id: SourceId; value: { env: Record<string, string>; broken: boolean } | null }[],
  ): SourceReading[] =>
    chosen
      .flatMap(({ id, value }) => (value === null ? [] : [reading(id, value.env, value.broken ? BROKEN : {})]))
      .reverse();

  it('is not changed by a source of lower rank (any machine)', () => {
    fc.assert(
      fc.property(
        machine,
        fc.nat(ids.length),
        fc.constantFrom<SurfaceId>('vscode-extension', 'integrated-terminal', 'terminal', 'print'),
        fc.boolean(),
        (chosen, count, surface, trusted) => {
          const few = resolve(snapshotOf(readingsOf(chosen.slice(0, count)), { trusted }), surface);
          const many = resolve(snapshotOf(readingsOf(chosen), { trusted }), surface);
          for (const { name, effective } of few.variables) {
            const same = many.variables.find((variable) => variable.name === name)?.effective;
            assert.deepEqual([same?.source, same?.value.reveal()], [effective.source, effective.value.reveal()]);
          }
        },
      ),
    );
  });

  it('is that of one of its sources, each of which set it (any machine)', () => {
    fc.assert(
      fc.property(machine, fc.boolean(), (chosen, trusted) => {
        const readings = readingsOf(chosen);
        for (const { name, effective, sources } of resolve(snapshotOf(readings, { trusted }), 'vscode-extension')
          .variables) {
          assert.equal(effective, sources[0]);
          for (const { source, value } of sources) {
            const own = readings.find(({ id }) => id === source)?.env ?? {};
            assert.ok(Object.hasOwn(own, name) && own[name] === value);
            assert.equal(typeof value.reveal(), 'string');
          }
        }
      }),
    );
  });
});

describe('the places of the sources', () => {
  const machine: Machine = {
    platform: 'linux',
    home: '/home/me',
    configDir: '/home/me/.claude',
    stateDir: '/home/me',
    folder: '/code',
    managedDir: '/etc/claude-code',
  };

  it('are those of the documentation', () => {
    assert.deepEqual(
      (['managed-file', 'local-settings', 'project-settings', 'user-settings', 'login'] as const).map((kind) =>
        pathOf(kind, machine),
      ),
      [
        '/etc/claude-code/managed-settings.json',
        '/code/.claude/settings.local.json',
        '/code/.claude/settings.json',
        '/home/me/.claude/settings.json',
        '/home/me/.claude/.credentials.json',
      ],
    );
    assert.equal(dropinDir(machine), '/etc/claude-code/managed-settings.d');
    assert.equal(pathOf('project-settings', { ...machine, folder: undefined }), undefined);
    assert.equal(pathOf('login', { ...machine, platform: 'darwin' }), undefined);
    assert.equal(
      pathOf('user-settings', { ...machine, platform: 'win32', configDir: 'C:\\Users\\me\\.claude' }),
      'C:\\Users\\me\\.claude\\settings.json',
    );
  });

  it('order drop-ins alphabetically, JSON only, hidden ones left out', () => {
    assert.deepEqual(orderDropins(['20-b.json', '10-a.json', '.hidden.json', 'notes.txt', '9-z.json', 'x.json.bak']), [
      '10-a.json',
      '20-b.json',
      '9-z.json',
    ]);
  });

  it('are a closed list', () => {
    assert.throws(() => sourceRow('nowhere' as SourceId), RangeError);
  });
});
