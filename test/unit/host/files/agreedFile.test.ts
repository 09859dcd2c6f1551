import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { Agreement } from '../../../../src/core/health/agreement';
import { addAgreed, agreedFile, forgetAgreed, readAgreed } from '../../../../src/host/files/agreedFile';
import { isGuarded } from '../../../../src/host/files/guarded';
import { REPOSITORY } from '../../../host/repository';
import { filesIn, folderForTests } from '../support';

const KEY = Buffer.alloc(32, 7);
const OTHER = Buffer.alloc(32, 8);
const AGREED_FILE = agreedFile(KEY);

function agreement(origin: string, more: Partial<Agreement> = {}): Agreement {
  return {
    origin,
    credentials: [{ variable: 'ANTHROPIC_AUTH_TOKEN', source: 'vscode-user', location: '/home/me/settings.json' }],
    network: ['HTTPS_PROXY=http://proxy.example:3128'],
    ...more,
  };
}

describe('what the user has agreed to', () => {
  const at = folderForTests();
  const storage = (): string => at();
  const text = (): string => readFileSync(at(AGREED_FILE), 'utf8');
  const origins = async (): Promise<readonly string[]> =>
    (await readAgreed(storage(), KEY)).map(({ origin }) => origin);

  it('is read as it was written, the newest first, by nobody else', async () => {
    const places: Agreement['credentials'] = [
      { variable: null, source: 'login', location: null },
      { variable: 'apiKeyHelper', source: 'managed-dropin:10-gateway.json', location: '/etc/x.json' },
    ];
    await addAgreed(storage(), KEY, agreement('https://one.example'));
    await addAgreed(storage(), KEY, agreement('http://127.0.0.1:4000', { credentials: places, network: [] }));
    assert.deepEqual(await readAgreed(storage(), KEY), [
      agreement('http://127.0.0.1:4000', { credentials: places, network: [] }),
      agreement('https://one.example'),
    ]);
    assert.equal(statSync(at(AGREED_FILE)).mode & 0o777, 0o600);
    // The folder is for the lock.
    assert.deepEqual(filesIn(storage()), [AGREED_FILE]);
  });

  it('is kept once, and no more than the newest', async () => {
    for (let index = 0; index < 70; index++) await addAgreed(storage(), KEY, agreement(`https://gw${index}.example`));
    await addAgreed(storage(), KEY, agreement('https://gw69.example'));
    const [first, ...rest] = await origins();
    assert.deepEqual([first, rest.length, rest.at(-1)], ['https://gw69.example', 63, 'https://gw6.example']);
    assert.ok(text().length < 50_000);
  });

  it('is each one’s own where several work on one machine', async () => {
    await addAgreed(storage(), KEY, agreement('https://one.example'));
    assert.deepEqual(await readAgreed(storage(), OTHER), []);
    await addAgreed(storage(), OTHER, agreement('https://two.example'));
    assert.deepEqual(
      [await origins(), (await readAgreed(storage(), OTHER)).map(({ origin }) => origin)],
      [['https://one.example'], ['https://two.example']],
    );
    assert.match(AGREED_FILE, /^agreed-[0-9a-f]{16}\.json$/);
  });

  it('is not kept when it is too long to be true', async () => {
    for (const wrong of [
      agreement(`https://${'a'.repeat(9000)}.example`),
      agreement('https://gw.example/path'),
      agreement('https://gw.example', { network: ['x'.repeat(9000)] }),
      agreement('https://gw.example', { network: Array<string>(100).fill('x') }),
    ])
      await addAgreed(storage(), KEY, wrong);
    assert.deepEqual(await origins(), []);
  });

  it('is forgotten by the files that its credentials are in', async () => {
    await addAgreed(storage(), KEY, agreement('https://one.example'));
    await addAgreed(
      storage(),
      KEY,
      agreement('https://two.example', {
        credentials: [{ variable: 'ANTHROPIC_AUTH_TOKEN', source: 'shell', location: null }],
      }),
    );
    await forgetAgreed(storage(), KEY, ['/home/me/settings.json']);
    assert.deepEqual(await origins(), ['https://two.example']);
  });

  it('cannot be made up without the key of the seal, nor changed', async () => {
    await addAgreed(storage(), KEY, agreement('https://gw.example'));
    const whole = text();
    writeFileSync(at(agreedFile(OTHER)), whole);
    assert.deepEqual(await readAgreed(storage(), OTHER), []);
    for (const forged of [
      whole.replace('gw.example', 'ev.example'),
      whole.replace('vscode-user', 'vscode-remote'),
      whole.replace('/home/me', '/home/eve'),
      whole.replace(/"seal":"[^"]*"/, '"seal":""'),
      whole.replace(/"seal":"[^"]*"/, '"seal":"zz"'),
      whole.replace(/,"seal":"[^"]*"/, ''),
    ]) {
      assert.notEqual(forged, whole);
      writeFileSync(at(AGREED_FILE), forged);
      assert.deepEqual(await readAgreed(storage(), KEY), []);
    }
    writeFileSync(at(AGREED_FILE), whole);
    assert.deepEqual(await origins(), ['https://gw.example']);
  });

  const hostile: readonly [string, string | Buffer][] = [
    ['nothing', ''],
    ['no JSON', '{"agreements": ['],
    ['a text', '"here"'],
    ['null', 'null'],
    ['a list', '[[]]'],
    ['deep', '['.repeat(100_000)],
    ['binary', Buffer.from([0xff, 0xfe, 0, 1])],
    ['another version', '{"version":2,"agreements":[],"seal":""}'],
    ['too much', JSON.stringify({ version: 1, agreements: Array(100_000).fill({}), seal: '' })],
    ['a name of a prototype', '{"version":1,"agreements":[{"__proto__":{"origin":"https://ev.example"}}],"seal":"00"}'],
  ];
  for (const [what, content] of hostile) {
    it(`is nothing, and can be written, where the file holds ${what}`, async () => {
      writeFileSync(at(AGREED_FILE), content);
      assert.deepEqual(await readAgreed(storage(), KEY), []);
      await addAgreed(storage(), KEY, agreement('https://gw.example'));
      assert.deepEqual(await origins(), ['https://gw.example']);
    });
  }

  it('is nothing where the file is a folder, or is not there', async () => {
    assert.deepEqual(await readAgreed(at('no', 'such'), KEY), []);
    mkdirSync(at(AGREED_FILE));
    assert.deepEqual(await readAgreed(storage(), KEY), []);
    await assert.rejects(addAgreed(storage(), KEY, agreement('https://gw.example')));
  });

  it('is nothing, whatever the file holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.string(), async (agreements, seal) => {
        writeFileSync(at(AGREED_FILE), `{"version":1,"agreements":${agreements},"seal":${JSON.stringify(seal)}}`);
        assert.deepEqual(await readAgreed(storage(), KEY), []);
      }),
      { numRuns: 200 },
    );
  });

  it('is lost by neither of two processes that add to it at once', async function () {
    this.timeout(60_000);
    const program = at('add.ts');
    writeFileSync(
      program,
      `import { addAgreed } from ${JSON.stringify(path.join(REPOSITORY, 'src', 'host', 'files', 'agreedFile'))};
void (async () => {
  const [storage, name] = process.argv.slice(2);
  for (let index = 0; index < 20; index++) await addAgreed(storage, Buffer.alloc(32, 7), { origin: \`https://\${name}\${index}.example\`, credentials: [], network: [] });
})();`,
    );
    const ends = await Promise.all(
      ['a', 'b'].map(async (name) =>
        once(
          spawn(process.execPath, ['--import', 'tsx', program, storage(), name], { cwd: REPOSITORY, stdio: 'inherit' }),
          'close',
        ),
      ),
    );
    assert.deepEqual(
      ends.map(([code]: unknown[]) => code),
      [0, 0],
    );
    assert.deepEqual(
      [...(await origins())].sort(),
      ['a', 'b'].flatMap((name) => Array.from({ length: 20 }, (_, index) => `https://${name}${index}.example`)).sort(),
    );
  });
});

describe('a file that no ordinary user can change', () => {
  const at = folderForTests();

  it('belongs to root, and so does every folder above it, also behind a link', async function () {
    assert.equal(await isGuarded(at('none.json')), false);
    assert.equal(await isGuarded(''), false);
    writeFileSync(at('own.json'), '{}');
    // Only root can make a file of root’s.
    if (process.getuid?.() !== 0) {
      assert.equal(await isGuarded(at('own.json')), false);
      this.skip();
    }
    chmodSync(at(), 0o755);
    assert.equal(await isGuarded(at('own.json')), true);
    mkdirSync(at('open'), { mode: 0o777 });
    chmodSync(at('open'), 0o777);
    writeFileSync(at('open', 'in.json'), '{}');
    symlinkSync(at('own.json'), at('open', 'link.json'));
    symlinkSync(at('open', 'in.json'), at('link.json'));
    for (const file of ['open/in.json', 'open/link.json', 'link.json'])
      assert.equal(await isGuarded(at(file)), false, file);
    chmodSync(at('own.json'), 0o664);
    assert.equal(await isGuarded(at('own.json')), false);
  });
});
