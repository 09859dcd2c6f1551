import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { FileError } from '../../../../src/host/files/fileError';
import { readForeign, type ReadingLimits } from '../../../../src/host/files/foreignFile';
import { placeInFolder } from '../../../../src/host/files/insideFolder';
import { folderForTests, makePipe } from '../support';

const fails =
  (code: FileError['code']) =>
  (error: unknown): boolean =>
    error instanceof FileError && error.code === code;

describe('a file that is not ours', () => {
  const at = folderForTests();
  const textOf = async (file: string, limits: Partial<ReadingLimits> = {}): Promise<string | undefined> =>
    (await readForeign(file, { most: 100_000, ...limits }))?.bytes.toString();

  it('is read whole up to its limit, and not beyond', async () => {
    for (const size of [0, 1, 65_535, 65_536, 65_537, 100_000]) {
      writeFileSync(at('f'), 'x'.repeat(size));
      assert.equal((await textOf(at('f')))?.length, size);
    }
    for (const size of [100_001, 5_000_000]) {
      truncateSync(at('f'), size);
      await assert.rejects(textOf(at('f')), fails('too-large'));
    }
    assert.equal(await textOf(at('none')), undefined);
    assert.equal(await textOf(at('f/below')), undefined);
  });

  it('is refused as anything else than a file, without waiting', async () => {
    makePipe(at('pipe'));
    mkdirSync(at('folder'));
    const server = createServer().listen(at('socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    try {
      for (const file of [at('pipe'), at('folder'), at('socket'), '/dev/zero', '/dev/tty', '/dev/ptmx'])
        await assert.rejects(textOf(file), fails('not-a-file'), file);
    } finally {
      server.close();
    }
  });

  it('is read although it says that it is empty, where the system says so of every file', async function () {
    if (!existsSync('/proc/version')) this.skip();
    assert.match((await textOf('/proc/version')) ?? '', /Linux/);
    await assert.rejects(textOf('/proc/self/pagemap'));
  });

  it('that gives no answer is given up, and not asked again until it has given one', async () => {
    let opened = 0;
    let answer: () => void = () => undefined;
    const opens: typeof open = async (...args) => {
      opened += 1;
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return open(...args);
    };
    writeFileSync(at('f'), 'x');
    await assert.rejects(textOf(at('f'), { opens, withinMs: 100 }), fails('no-answer'));
    await assert.rejects(textOf(at('f'), { opens, withinMs: 100 }), fails('no-answer'));
    assert.equal(opened, 1);
    answer();
    for (;;) {
      const text = await textOf(at('f')).catch(() => undefined);
      if (text === 'x') break;
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
    }
  });

  it('keeps two of Node’s four threads free, whatever hangs', async () => {
    const answers: (() => void)[] = [];
    const opens: typeof open = async (...args) => {
      await new Promise<void>((resolve) => {
        answers.push(resolve);
      });
      return open(...args);
    };
    for (const name of ['a', 'b', 'c']) writeFileSync(at(name), name);
    for (const name of ['a', 'b']) await assert.rejects(textOf(at(name), { opens, withinMs: 50 }), fails('no-answer'));
    await assert.rejects(textOf(at('c')), fails('no-answer'));
    for (const answer of answers) answer();
    while ((await textOf(at('c')).catch(() => undefined)) !== 'c')
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
  });

  it('is not given up because this process is busy', async () => {
    writeFileSync(at('f'), 'x');
    const reading = textOf(at('f'), { withinMs: 200 });
    const end = Date.now() + 400;
    while (Date.now() < end);
    assert.equal(await reading, 'x');
  });

  it('belongs to a folder as long as no link leads it out', async () => {
    for (const folder of ['code', 'code/a', 'code2', 'home']) mkdirSync(at(folder));
    for (const file of ['code/a/f', 'code2/f', 'home/f']) writeFileSync(at(file), file);
    symlinkSync('a', at('code/in'));
    symlinkSync(at('code/a/f'), at('code/absolute'));
    symlinkSync('in/../../code/in/f', at('code/twice'));
    symlinkSync('../code2', at('code/beside'));
    symlinkSync('../home/f', at('code/out'));
    symlinkSync('out', at('code/out2'));
    symlinkSync('//host/share/f', at('code/server'));
    symlinkSync('/proc/self/environ', at('code/process'));
    symlinkSync('loop', at('code/loop'));
    symlinkSync(at('code'), at('link'));
    for (const name of ['a/f', 'in/f', 'absolute', 'twice', './a/../a/f']) {
      assert.equal(await textOf(at('code', name), { folder: at('code') }), 'code/a/f', name);
      assert.equal(await textOf(at('link', name), { folder: at('link') }), 'code/a/f', name);
    }
    for (const name of ['beside/f', 'out', 'out2', 'server', 'process', '../home/f']) {
      assert.equal(await placeInFolder(at('code', name), at('code')), undefined, name);
      await assert.rejects(textOf(at('code', name), { folder: at('code') }), fails('outside'), name);
    }
    await assert.rejects(textOf(at('code/loop'), { folder: at('code') }), fails('unreadable'));
    assert.equal(await textOf(at('code/none/f'), { folder: at('code') }), undefined);
  });
});
