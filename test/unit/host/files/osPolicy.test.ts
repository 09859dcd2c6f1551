import assert from 'node:assert/strict';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expandInJson, readSettingsValue } from '../../../../src/host/files/registryText';
import { inheritedWindowsPolicy, readOsPolicy, type PolicyDocument } from '../../../../src/host/files/osPolicy';
import { runTool, toolRunner, type RunTool } from '../../../../src/host/files/systemTool';
import { folderForTests, makePipe } from '../support';

type ToolResult = Awaited<ReturnType<RunTool>>;

const HKLM = 'HKLM\\SOFTWARE\\Policies\\ClaudeCode';
const HKCU = 'HKCU\\SOFTWARE\\Policies\\ClaudeCode';
const FULL_KEY = {
  [HKLM]: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\ClaudeCode',
  [HKCU]: 'HKEY_CURRENT_USER\\SOFTWARE\\Policies\\ClaudeCode',
};

/** What reg.exe prints for a value. */
function regValue(data: string, type = 'REG_SZ', key = FULL_KEY[HKLM]): ToolResult {
  return { code: 0, stdout: `\r\n${key}\r\n    Settings    ${type}    ${data}\r\n\r\n`, stderr: '' };
}

const regError = (stderr: string | Buffer): ToolResult => ({ code: 1, stdout: '', stderr: String(stderr) });
const NOT_FOUND = regError('ERROR: The system was unable to find the specified registry key or value.\r\n');
/** The German text in code page 850, read as UTF-8: ü is the byte 0x81. */
const NOT_FOUND_GERMAN = regError(
  Buffer.from('FEHLER: Der angegebene Registrierungsschl\x81ssel bzw. Wert wurde nicht gefunden.\r\n', 'latin1'),
);
const TIMED_OUT: ToolResult = { code: null, stdout: '', stderr: 'the tool didn’t finish within 3 seconds' };

/** A tool of the OS that answers from a table, by the one argument that says what is asked for. */
function tool(answers: Readonly<Record<string, ToolResult>>): { run: RunTool; calls: string[][] } {
  const calls: string[][] = [];
  const run: RunTool = (command, args) => {
    calls.push([command, ...args]);
    const found = Object.entries(answers).find(([asked]) => args.includes(asked));
    return Promise.resolve(found?.[1] ?? NOT_FOUND);
  };
  return { run, calls };
}

const noTool: RunTool = () => assert.fail('a child process was started');

/** A document as one line of text. */
function plain({ id, outcome, text }: PolicyDocument): string {
  const place = outcome.status === 'malformed' ? ` ${outcome.line}:${outcome.column}` : '';
  return `${id} ${outcome.status}${place}${text === undefined ? '' : ` ${text}`}`;
}

function messageOf(document: PolicyDocument | undefined): string {
  assert.ok(document !== undefined && document.outcome.status === 'unreadable', JSON.stringify(document));
  return document.outcome.message;
}

describe('the policy of the OS', () => {
  const at = folderForTests();

  function put(file: string, content = ''): string {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), content);
    return at(file);
  }

  describe('on macOS', () => {
    const USER = 'Library/Managed Preferences/me/com.anthropic.claudecode.plist';
    const DEVICE = 'Library/Managed Preferences/com.anthropic.claudecode.plist';
    const ok = (stdout: string): ToolResult => ({ code: 0, stdout, stderr: '' });
    const read = (run: RunTool, user = 'me'): Promise<PolicyDocument[]> => readOsPolicy('darwin', {}, user, run, at());

    it('starts nothing without a profile, and says where it looked', async () => {
      const documents = await read(noTool);
      assert.deepEqual(
        documents,
        [USER, DEVICE].map((file) => ({
          id: 'managed-plist',
          location: at(file),
          outcome: { status: 'absent' },
          text: undefined,
        })),
      );
    });

    it('has plutil turn the file into JSON', async () => {
      const file = put(DEVICE, 'bplist00');
      // As plutil prints it: slashes escaped, nested dictionaries and lists, an integer, a boolean.
      const json =
        '{"env":{"ANTHROPIC_BASE_URL":"https:\\/\\/gw.example"},"permissions":{"deny":["Read(.env)"]},"cleanupPeriodDays":30,"wslInheritsWindowsSettings":true}';
      const { run, calls } = tool({ [file]: ok(json) });
      assert.deepEqual((await read(run)).map(plain), ['managed-plist absent', `managed-plist read ${json}`]);
      assert.deepEqual(calls, [['/usr/bin/plutil', '-convert', 'json', '-o', '-', '--', file]]);
    });

    it('stops at the user’s profile, which wins', async () => {
      const file = put(USER);
      const { run, calls } = tool({ [file]: ok('{"model":"user"}'), [put(DEVICE)]: ok('{"model":"device"}') });
      assert.deepEqual((await read(run)).map(plain), ['managed-plist read {"model":"user"}']);
      assert.equal(calls.length, 1);
    });

    it('goes on to the device’s profile when the user’s cannot be used', async () => {
      const { run } = tool({
        [put(USER)]: { code: 1, stdout: '', stderr: 'x' },
        [put(DEVICE)]: ok('{"model":"device"}'),
      });
      assert.deepEqual((await read(run)).map(plain), [
        'managed-plist unreadable',
        'managed-plist read {"model":"device"}',
      ]);
    });

    const problems: readonly [string, (file: string) => ToolResult, RegExp][] = [
      [
        'a date or data value',
        (file) => ({ code: 1, stdout: '', stderr: `${file}: invalid object in plist for destination format\n` }),
        /\.plist can’t be read: plutil printed “invalid object in plist for destination format”\.$/,
      ],
      [
        'an error on the output',
        (file) => ({ code: 1, stdout: `${file}: Property List error: Unexpected character { at line 1\n`, stderr: '' }),
        /: plutil printed “Property List error: Unexpected character \{ at line 1”\.$/,
      ],
      ['no words', () => ({ code: 71, stdout: '', stderr: ' \n' }), /: plutil exited with code 71\.$/],
      [
        'control characters and a key',
        () => ({ code: 1, stdout: '', stderr: `\u001b[31mbad\u001b[0m\u202e sk-ant-${'x'.repeat(30)}\u0000` }),
        /: plutil printed “bad ‹hidden›”\.$/,
      ],
      ['an endless error', () => ({ code: 1, stdout: '', stderr: 'x '.repeat(1e6) }), /^.{1,400}$/],
      ['a hanging plutil', () => TIMED_OUT, /: the tool didn’t finish within 3 seconds\.$/],
      [
        'no plutil',
        () => ({ code: null, stdout: '', stderr: 'plutil couldn’t be started (ENOENT)' }),
        /: plutil couldn’t be started \(ENOENT\)\.$/,
      ],
    ];
    for (const [what, answer, message] of problems) {
      it(`is unreadable with ${what}`, async () => {
        const file = put(DEVICE);
        const documents = await read(tool({ [file]: answer(file) }).run);
        assert.match(messageOf(documents[1]), message);
        assert.equal(documents[1]?.text, undefined);
      });
    }

    it('never hands plutil a folder, a pipe or a huge file', async () => {
      mkdirSync(at(USER), { recursive: true });
      makePipe(at(DEVICE));
      assert.deepEqual((await read(noTool)).map(plain), ['managed-plist unreadable', 'managed-plist unreadable']);
      truncateSync(put('Library/Managed Preferences/you/com.anthropic.claudecode.plist'), 3 * 1024 * 1024);
      assert.match(messageOf((await read(noTool, 'you'))[0]), /larger than 2 MiB/);
    });

    for (const user of ['', '.', '..', '../me', 'a/b', 'a\0b']) {
      it(`looks at no folder for the user name ${JSON.stringify(user)}`, async () => {
        assert.deepEqual(
          (await read(noTool, user)).map(({ location }) => location),
          [at(DEVICE)],
        );
      });
    }
  });

  describe('on Windows', () => {
    const read = (run: RunTool, env: Record<string, string> = {}): Promise<PolicyDocument[]> =>
      readOsPolicy('win32', env, 'me', run);

    /** HKLM as read from this output of reg.exe. */
    async function hklm(result: ToolResult, env: Record<string, string> = {}): Promise<PolicyDocument> {
      const [first] = await read(tool({ [HKLM]: result }).run, env);
      assert.ok(first !== undefined);
      return first;
    }

    it('asks reg.exe for both hives', async () => {
      const { run, calls } = tool({
        [HKLM]: regValue('{"model":"a"}'),
        [HKCU]: regValue('{"model":"b"}', 'REG_SZ', FULL_KEY[HKCU]),
      });
      const documents = await read(run, { SYSTEMROOT: 'D:\\WINNT' });
      assert.deepEqual(documents.map(plain), ['managed-hklm read {"model":"a"}', 'managed-hkcu read {"model":"b"}']);
      assert.deepEqual(
        documents.map(({ location }) => location),
        [`${HKLM}\\Settings`, `${HKCU}\\Settings`],
      );
      assert.deepEqual(
        calls,
        [HKLM, HKCU].map((key) => ['D:\\WINNT\\System32\\reg.exe', 'query', key, '/v', 'Settings']),
      );
    });

    it('finds reg.exe without SystemRoot', async () => {
      const { run, calls } = tool({});
      await read(run);
      assert.equal(calls[0]?.[0], 'C:\\Windows\\System32\\reg.exe');
    });

    const table: readonly [string, ToolResult, string][] = [
      ['a key that is not there', NOT_FOUND, 'managed-hklm absent'],
      ['the same in German', NOT_FOUND_GERMAN, 'managed-hklm absent'],
      [
        'the same on a translated output',
        { code: 1, stdout: 'ERREUR : le système n’a pas trouvé la clé.\r\n', stderr: '' },
        'managed-hklm absent',
      ],
      [
        'quotes, spaces and tabs',
        regValue('{"a":"b \\"c\\"",\t"d":  "e"}'),
        'managed-hklm read {"a":"b \\"c\\"",\t"d":  "e"}',
      ],
      [
        'REG_SZ inside the JSON',
        regValue('{"a":"    Settings    REG_DWORD    0x1"}'),
        'managed-hklm read {"a":"    Settings    REG_DWORD    0x1"}',
      ],
      [
        'several lines',
        regValue('{\r\n    "Settings":   "REG_SZ",\n\t"b": 1\r\n}'),
        'managed-hklm read {\r\n    "Settings":   "REG_SZ",\n\t"b": 1\r\n}',
      ],
      [
        'line ends without CR',
        { code: 0, stdout: `\n${FULL_KEY[HKLM]}\n    Settings    REG_SZ    {"a":1}\n\n`, stderr: '' },
        'managed-hklm read {"a":1}',
      ],
      [
        'tabs between the columns',
        {
          code: 0,
          stdout: `\r\n! REG.EXE VERSION 3.0\r\n\r\n${FULL_KEY[HKLM]}\r\n    Settings\tREG_SZ\t{"a":1}\r\n\r\n`,
          stderr: '',
        },
        'managed-hklm read {"a":1}',
      ],
      [
        'a name in lower case',
        { code: 0, stdout: '    settings    REG_SZ    {"a":1}\r\n', stderr: '' },
        'managed-hklm read {"a":1}',
      ],
      ['an empty value', regValue(''), 'managed-hklm read '],
      ['an empty object', regValue('{}'), 'managed-hklm read {}'],
      ['broken JSON', regValue('{"a":1'), 'managed-hklm malformed 1:7'],
      ['broken JSON on a later line', regValue('{\r\n  "a": 1\r\n  "b": 2\r\n}'), 'managed-hklm malformed 3:3'],
      ['a comment', regValue('{} // mine'), 'managed-hklm malformed 1:4'],
      ['a list', regValue('["a"]'), 'managed-hklm malformed 1:1'],
      ['a text', regValue('on'), 'managed-hklm malformed 1:1'],
      ['a control character', regValue('{"a":"\u0001"}'), 'managed-hklm malformed 1:6'],
      [
        'bytes of another code page',
        regValue(String(Buffer.from('{"a":"caf\x82"}', 'latin1'))),
        'managed-hklm read {"a":"caf\ufffd"}',
      ],
      ['endless nesting', regValue('['.repeat(1e6)), 'managed-hklm malformed 1:501'],
      ['another type', regValue('0x1', 'REG_DWORD'), 'managed-hklm unreadable'],
      ['several texts', regValue('{"a":1}\\0{"b":1}', 'REG_MULTI_SZ'), 'managed-hklm unreadable'],
      ['success without a value', { code: 0, stdout: '\r\n', stderr: '' }, 'managed-hklm unreadable'],
      ['another exit code', { ...regValue('{}'), code: 5 }, 'managed-hklm unreadable'],
      ['a hanging reg.exe', TIMED_OUT, 'managed-hklm unreadable'],
    ];
    for (const [what, result, expected] of table) {
      it(`understands ${what}`, async () => {
        assert.equal(plain(await hklm(result)), expected);
      });
    }

    it('says what is wrong in words', async () => {
      assert.equal(
        messageOf(await hklm(regValue('0x1', 'REG_DWORD'))),
        `${HKLM}\\Settings can’t be read: its type is REG_DWORD instead of REG_SZ.`,
      );
      assert.equal(
        messageOf(await hklm(TIMED_OUT)),
        `${HKLM}\\Settings can’t be read: the tool didn’t finish within 3 seconds.`,
      );
    });

    it('reads a large value in no time', async () => {
      const json = JSON.stringify({ a: ' \t%\r\n'.repeat(2e5) });
      assert.equal((await hklm(regValue(json, 'REG_EXPAND_SZ'), { a: 'b' })).text, json);
    });

    it('expands variables in REG_EXPAND_SZ only', async () => {
      const json =
        '{"apiKeyHelper":"%userprofile%\\\\key.cmd","env":{"ANTHROPIC_BASE_URL":"https://gw.example/a%20b%2Fc"}}';
      const env = { USERPROFILE: 'C:\\Users\\"me"' };
      assert.equal((await hklm(regValue(json), env)).text, json);
      const { text = '' } = await hklm(regValue(json, 'REG_EXPAND_SZ'), env);
      assert.deepEqual(JSON.parse(text), {
        apiKeyHelper: 'C:\\Users\\"me"\\key.cmd',
        env: { ANTHROPIC_BASE_URL: 'https://gw.example/a%20b%2Fc' },
      });
    });

    const expansions: readonly [string, string][] = [
      ['%A%', '1'],
      ['%a%%A%', '11'],
      ['%A%B%', '1B%'],
      ['%X%A%', '%X1'],
      ['%%A%%', '%1%'],
      ['100%', '100%'],
      ['%', '%'],
      ['', ''],
      ['%A', '%A'],
      ['%E%.', '.'],
      ['%toString%', '%toString%'],
      ['%P%', '%A%'],
    ];
    for (const [text, expected] of expansions) {
      it(`expands ${JSON.stringify(text)}`, () => {
        assert.equal(expandInJson(text, { A: '1', E: '', P: '%A%', U: undefined }), expected);
      });
    }

    const json = fc
      .tuple(
        fc.dictionary(
          fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('Settings', 'REG_SZ', '__proto__')),
          fc.jsonValue({ stringUnit: 'binary' }),
        ),
        fc.constantFrom<string | number>(0, 2, '\t'),
        fc.constantFrom('\n', '\r\n'),
      )
      .map(([object, indent, eol]) => JSON.stringify(object, null, indent).replaceAll('\n', eol));

    it('reads back any object, in both types', async () => {
      await fc.assert(
        fc.asyncProperty(json, fc.constantFrom('REG_SZ', 'REG_EXPAND_SZ'), async (written, type) => {
          assert.deepEqual(JSON.parse((await hklm(regValue(written, type))).text ?? ''), JSON.parse(written));
        }),
      );
    });

    it('makes something of any output', async () => {
      const part = fc.oneof(
        fc.constantFrom(
          '    Settings    ',
          'REG_SZ',
          'REG_EXPAND_SZ',
          '    ',
          '\r\n',
          '\t',
          '{',
          '}',
          '"',
          '%',
          '\u2028',
        ),
        fc.string({ unit: 'binary' }),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.array(part).map((parts) => parts.join('')),
          fc.constantFrom(0, 1, null),
          async (stdout, code) => {
            const { outcome, text } = await hklm({ code, stdout, stderr: stdout }, { A: 'b' });
            assert.equal(text !== undefined, outcome.status === 'read');
          },
        ),
      );
      assert.equal(readSettingsValue(''), undefined);
    });
  });

  describe('on Linux', () => {
    it('is none, and nothing is started', async () => {
      assert.deepEqual(await readOsPolicy('linux', { WSL_DISTRO_NAME: 'Ubuntu' }, 'me', noTool, at()), []);
    });

    it('inherits nothing outside WSL', async () => {
      put('proc/version', 'Linux version 6.8.0-45-generic (buildd@lcy02-amd64-075) (x86_64-linux-gnu-gcc-13)\n');
      put('mnt/c/Windows/System32/reg.exe');
      put('mnt/c/Program Files/ClaudeCode/managed-settings.json', '{"wslInheritsWindowsSettings":true}');
      assert.equal(await inheritedWindowsPolicy({ WSL_DISTRO_NAME: '' }, noTool, at()), undefined);
    });
  });

  describe('in WSL', () => {
    const DIR = 'mnt/c/Program Files/ClaudeCode';
    const ON = '{"wslInheritsWindowsSettings":true,"model":"a"}';
    const OFF = '{"wslInheritsWindowsSettings":false}';
    const WSL = { WSL_DISTRO_NAME: 'Ubuntu' };

    /** What a session inherits, with these values in the registry. */
    async function inherited(
      values: { hklm?: ToolResult; hkcu?: ToolResult } = {},
      env: Record<string, string> = WSL,
    ): Promise<string[] | undefined> {
      put('mnt/c/Windows/System32/reg.exe');
      const policy = await inheritedWindowsPolicy(
        env,
        tool({ [HKLM]: values.hklm ?? NOT_FOUND, [HKCU]: values.hkcu ?? NOT_FOUND }).run,
        at(),
      );
      assert.equal(policy?.managedDir ?? at(DIR), at(DIR));
      return policy?.documents.map(plain);
    }

    it('is recognised by the kernel too', async () => {
      for (const version of [
        '5.15.153.1-microsoft-standard-WSL2 (root@941d701f84f1)',
        '4.4.0-22621-Microsoft (Microsoft@Microsoft.com)',
      ]) {
        put('proc/version', `Linux version ${version}\n`);
        assert.deepEqual(await inherited({ hklm: regValue(ON) }, {}), [
          `managed-hklm read ${ON}`,
          'managed-hkcu absent',
        ]);
      }
    });

    const table: readonly [
      string,
      { hklm?: string; hkcu?: string; files?: Record<string, string> },
      string[] | undefined,
    ][] = [
      ['nothing', {}, undefined],
      ['HKLM without the key', { hklm: '{"model":"a"}' }, undefined],
      ['HKLM with a text', { hklm: '{"wslInheritsWindowsSettings":"true"}' }, undefined],
      ['a broken HKLM', { hklm: `${ON},` }, undefined],
      ['HKCU alone', { hkcu: ON }, undefined],
      ['HKLM', { hklm: ON }, [`managed-hklm read ${ON}`, 'managed-hkcu absent']],
      ['HKLM, and HKCU without the key', { hklm: ON, hkcu: '{"model":"b"}' }, [`managed-hklm read ${ON}`]],
      ['HKLM and HKCU', { hklm: ON, hkcu: ON }, [`managed-hklm read ${ON}`, `managed-hkcu read ${ON}`]],
      ['a file', { files: { 'managed-settings.json': ON } }, ['managed-hklm absent', 'managed-hkcu absent']],
      [
        'a file, and HKLM with other keys',
        { hklm: '{"model":"a"}', files: { 'managed-settings.json': ON } },
        ['managed-hklm read {"model":"a"}', 'managed-hkcu absent'],
      ],
      [
        'a drop-in',
        { files: { 'managed-settings.d/10-wsl.json': ON } },
        ['managed-hklm absent', 'managed-hkcu absent'],
      ],
      [
        'a drop-in over the file',
        { files: { 'managed-settings.json': ON, 'managed-settings.d/10-wsl.json': OFF } },
        undefined,
      ],
      [
        'a drop-in without the key',
        { files: { 'managed-settings.json': ON, 'managed-settings.d/10-wsl.json': '{}' } },
        ['managed-hklm absent', 'managed-hkcu absent'],
      ],
      ['a hidden file', { files: { 'managed-settings.d/.10-wsl.json': ON } }, undefined],
      [
        'a broken file beside a good one',
        {
          files: {
            'managed-settings.json': '{',
            'managed-settings.d/10-wsl.json': ON,
            'managed-settings.d/20.json': '['.repeat(1e5),
          },
        },
        ['managed-hklm absent', 'managed-hkcu absent'],
      ],
    ];
    for (const [what, { hklm, hkcu, files }, expected] of table) {
      it(`${expected === undefined ? 'inherits nothing' : 'inherits'} with ${what}`, async () => {
        for (const [name, content] of Object.entries(files ?? {})) put(`${DIR}/${name}`, content);
        assert.deepEqual(
          await inherited({
            ...(hklm === undefined ? {} : { hklm: regValue(hklm) }),
            ...(hkcu === undefined ? {} : { hkcu: regValue(hkcu) }),
          }),
          expected,
        );
      });
    }

    it('runs the reg.exe of Windows, and asks for HKCU only when it may count', async () => {
      const file = put('mnt/c/Windows/System32/reg.exe');
      const { run, calls } = tool({});
      assert.equal(await inheritedWindowsPolicy(WSL, run, at()), undefined);
      assert.deepEqual(calls, [[file, 'query', HKLM, '/v', 'Settings']]);
    });

    it('does not take its own variables for those of Windows', async () => {
      const json = '{"wslInheritsWindowsSettings":true,"apiKeyHelper":"%PATH%"}';
      assert.deepEqual(await inherited({ hklm: regValue(json, 'REG_EXPAND_SZ') }, { ...WSL, PATH: '/usr/bin' }), [
        `managed-hklm read ${json}`,
        'managed-hkcu absent',
      ]);
    });

    it('starts nothing without reg.exe, and says so when files inherit', async () => {
      assert.equal(await inheritedWindowsPolicy(WSL, noTool, at()), undefined);
      put(`${DIR}/managed-settings.json`, ON);
      const policy = await inheritedWindowsPolicy(WSL, noTool, at());
      assert.deepEqual(policy?.documents.map(plain), ['managed-hklm unreadable', 'managed-hkcu unreadable']);
      assert.match(messageOf(policy.documents[0]), /reg\.exe is missing\.$/);
    });

    it('does not wait for a pipe', async () => {
      mkdirSync(at(DIR), { recursive: true });
      makePipe(at(DIR, 'managed-settings.json'));
      assert.equal(await inherited(), undefined);
    });
  });

  describe('running a tool', () => {
    const node = (script: string, run = runTool): Promise<ToolResult> => run(process.execPath, ['-e', script]);
    const words = (stderr: string): ToolResult => ({ code: null, stdout: '', stderr });

    it('returns what it printed, and its exit code', async () => {
      assert.deepEqual(await node('process.stdout.write("a é"); process.stderr.write("b")'), {
        code: 0,
        stdout: 'a é',
        stderr: 'b',
      });
      assert.deepEqual(await node('process.stdout.write("a"); process.exitCode = 3'), {
        code: 3,
        stdout: 'a',
        stderr: '',
      });
    });

    it('uses no shell', async () => {
      assert.deepEqual(await runTool('echo', ['$HOME; "x" *']), { code: 0, stdout: '$HOME; "x" *\n', stderr: '' });
    });

    it('lets it wait for no input', async () => {
      assert.deepEqual(await runTool('cat', []), { code: 0, stdout: '', stderr: '' });
    });

    it('ends one that hangs, also when it leaves another behind', async () => {
      const start = performance.now();
      const run = toolRunner(300);
      assert.deepEqual(await run('sleep', ['60']), words('sleep didn’t finish within 0.3 seconds'));
      assert.deepEqual(await run('sh', ['-c', 'sleep 60 & exit 0']).then(({ stdout }) => stdout), '');
      assert.ok(performance.now() - start < 30_000);
    });

    it('ends one that prints without end', async () => {
      assert.deepEqual(await runTool('yes', []), words('yes printed more than 2 MiB'));
    });

    it('says when it cannot be started or was ended', async () => {
      assert.deepEqual(await runTool(at('missing'), []), words('missing couldn’t be started (ENOENT)'));
      assert.deepEqual(await runTool(put('not-executable'), []), words('not-executable couldn’t be started (EACCES)'));
      assert.deepEqual(await runTool('echo', ['a\0b']), words('echo couldn’t be started (ERR_INVALID_ARG_VALUE)'));
      assert.deepEqual(await node('process.kill(process.pid, "SIGTERM")'), words('node was terminated by SIGTERM'));
    });

    it('makes a policy unreadable, end to end', async () => {
      put('Library/Managed Preferences/com.anthropic.claudecode.plist');
      const hanging: RunTool = () => toolRunner(100)('sleep', ['60']);
      assert.match(
        messageOf((await readOsPolicy('darwin', {}, 'me', hanging, at()))[1]),
        /sleep didn’t finish within 0\.1 seconds\.$/,
      );
    });
  });
});
