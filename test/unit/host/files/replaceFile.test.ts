import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { contend, count } from '../../../contention/contend';
import { leftoversOf, sweepLeftovers } from '../../../../src/host/files/leftovers';
import { lockFileOf, takeLock } from '../../../../src/host/files/lock';
import { changeFile, removeEmpty } from '../../../../src/host/files/replaceFile';
import { replaceText } from '../../../host/replaceText';
import { FileError } from '../../../../src/host/files/fileError';
import { filesIn, folderForTests } from '../support';

describe('changing a file under its lock', () => {
  const at = folderForTests();
  const file = (): string => at('settings.json');
  const text = (): string => readFileSync(file(), 'utf8');
  const appended =
    (more: string) =>
    (before = '') => ({ after: before + more, newFileMode: 0o600 });

  /** Changes the file, and has somebody else do something each time between reading and writing, in the order given. */
  const changeWhile = (...others: (() => void)[]): ReturnType<typeof changeFile> =>
    changeFile(file(), (before) => {
      const change = appended('+ours')(before);
      others.shift()?.();
      return change;
    });
  const replaces = (by: string) => () => {
    writeFileSync(at('other'), by);
    renameSync(at('other'), file());
  };
  const writes = (by: string) => () => {
    writeFileSync(file(), by);
  };

  for (const [what, other] of [
    ['replaces it', replaces],
    ['writes into it', writes],
  ] as const) {
    it(`keeps what somebody writes who ${what} meanwhile, also twice`, async () => {
      writeFileSync(file(), 'a');
      await changeWhile(other('b'));
      assert.equal(text(), 'b+ours');
      await changeWhile(other('c'), other('d'));
      assert.equal(text(), 'd+ours');
      // The same length, and the same time as far as the file system's clock tells.
      await changeWhile(other('e'), other('d'));
      assert.equal(text(), 'd+ours');
    });
  }

  it('does not replace a file that comes into being meanwhile', async () => {
    await changeWhile(writes('theirs'));
    assert.equal(text(), 'theirs+ours');
  });

  it('does not bring back what is removed meanwhile: it is asked again', async () => {
    writeFileSync(file(), 'a');
    await changeWhile(() => {
      rmSync(file());
    });
    assert.equal(text(), '+ours');
  });

  it('does not take a file for empty that somebody empties once more to write it', async () => {
    writeFileSync(file(), '');
    utimesSync(file(), new Date(0), new Date(0));
    await changeWhile(() => {
      const handle = openSync(file(), 'w');
      setTimeout(() => {
        writeSync(handle, 'theirs');
        closeSync(handle);
      }, 200);
    });
    await sleep(300);
    assert.equal(text(), 'theirs+ours');
  });

  it('finds what somebody writes late who has opened the file before it was replaced', async () => {
    writeFileSync(file(), 'before');
    // Opened by its name while that is the old file, and written into after the new one has taken its place.
    const handle = openSync(file(), 'r+');
    const [{ ino }, late] = [
      statSync(file()),
      setInterval(() => {
        if (statSync(file()).ino === ino) return;
        clearInterval(late);
        writeSync(handle, 'theirs', 0);
        closeSync(handle);
      }, 1),
    ];
    await changeWhile();
    clearInterval(late);
    assert.equal(text(), 'theirs+ours');
  });

  it('gives up, and says so, when somebody writes without end', async () => {
    writeFileSync(file(), 'start');
    let round = 0;
    await assert.rejects(
      changeFile(file(), (before) => {
        writeFileSync(file(), `${round++}`);
        return appended('+ours')(before);
      }),
      (error) => error instanceof FileError && error.code === 'changed',
    );
    assert.ok(round > 1 && round < 100);
    assert.deepEqual(filesIn(at()), ['settings.json']);
  });

  it('believes a mistake only in a text that stays', async () => {
    writeFileSync(file(), '{"half');
    setTimeout(() => {
      writeFileSync(file(), '{}');
    }, 10);
    await changeFile(file(), (before = '') => ({
      after: JSON.stringify({ ...(JSON.parse(before) as object), a: 1 }),
      newFileMode: 0o600,
    }));
    assert.equal(text(), '{"a":1}');
    writeFileSync(file(), '{"half');
    await assert.rejects(
      changeFile(file(), (before = '') => ({ after: JSON.stringify(JSON.parse(before)), newFileMode: 0o600 })),
      SyntaxError,
    );
    assert.deepEqual(filesIn(at()), ['settings.json']);
  });

  it('cannot finish when its lock was taken away: it begins again', async () => {
    writeFileSync(file(), 'a');
    await changeWhile(() => {
      rmSync(lockFileOf(file()), { recursive: true });
      writeFileSync(file(), 'b');
    });
    assert.equal(text(), 'b+ours');
    assert.deepEqual(filesIn(at()), ['settings.json']);
  });

  it('waits for who has the lock', async () => {
    const lock = await takeLock(lockFileOf(file()), { waitMs: 0 });
    setTimeout(() => {
      writeFileSync(file(), 'theirs');
      void lock?.release();
    }, 100);
    await changeWhile();
    assert.equal(text(), 'theirs+ours');
  });

  it('has one lock for a file and for all links to it', async () => {
    mkdirSync(at('dotfiles'));
    writeFileSync(at('dotfiles', 'real.json'), 'a');
    symlinkSync('dotfiles/real.json', file());
    const seen: string[][] = [];
    await changeFile(file(), (before) => {
      seen.push(filesIn(at()).filter((name) => /llm-gateway-connect$/.test(name)));
      return appended('b')(before);
    });
    assert.deepEqual(seen, [['dotfiles/.real.json.llm-gateway-connect']]);
  });

  it('leaves the files of others alone, whatever they are called', async () => {
    writeFileSync(file(), 'a');
    for (const name of [
      `settings.json.${process.pid}.tmp`,
      'settings.json.tmp',
      '.settings.json.llm-gateway-connect.tmp',
      'other.llm-gateway-connect',
    ])
      writeFileSync(at(name), 'theirs');
    const before = filesIn(at());
    await replaceText(file(), 'b', 0o600);
    await sweepLeftovers(file());
    assert.deepEqual(filesIn(at()), before);
    await assert.rejects(replaceText(at('no', 'folder'), 'b', 0o600), FileError);
  });

  it('fails without its folder, and makes none', async () => {
    mkdirSync(at('gone'));
    await assert.rejects(
      changeFile(at('gone', 'f'), () => {
        rmSync(at('gone'), { recursive: true });
        return { after: 'x', newFileMode: 0o600 };
      }),
      FileError,
    );
    assert.equal(existsSync(at('gone')), false);
  });

  it('removes a file only while it is empty', async () => {
    writeFileSync(file(), '');
    await removeEmpty(file());
    assert.equal(existsSync(file()), false);
    await removeEmpty(file());
    writeFileSync(file(), ' ');
    await removeEmpty(file());
    assert.equal(text(), ' ');
  });

  it('is whole after a kill at any moment; what is left is for its owner only, ignored by Git, and swept with the next write', async () => {
    let [left, unfinished] = [0, 0];
    const git = (...args: string[]): string =>
      execFileSync('git', ['-C', at(), ...args], {
        encoding: 'utf8',
        env: { ...process.env, HOME: at(), GIT_CONFIG_NOSYSTEM: '1' },
      });
    git('init', '--quiet');
    // At least ten times, and until one was killed while the new text lay there: at what moment that is, the machine decides.
    for (let kills = 0; kills < 10 || (kills < 100 && (left === 0 || unfinished === 0)); kills++) {
      const ms = 2 + ((kills * 3) % 28);
      writeFileSync(file(), 'start', { mode: 0o644 });
      assert.deepEqual((await contend(at(), [{ role: 'writes', name: 'w', times: ms }])).ends, ['SIGKILL']);
      assert.match(text(), /^(?:start|(a{600000}|b{600000}|c{600000}))$/);
      const leftovers = await leftoversOf(file());
      left += leftovers.length;
      for (const folder of leftovers) {
        assert.equal(statSync(folder).mode & 0o777, 0o700);
        if (filesIn(folder).some((name) => path.basename(name) === 'new')) unfinished += 1;
      }
      // No text, neither the new nor the old one.
      assert.doesNotMatch(git('add', '--all', '--dry-run'), /\/(?:new|old)'/);
      await replaceText(file(), 'next', 0o600);
      assert.deepEqual(readdirSync(at()).sort(), ['.git', 'log', 'settings.json']);
    }
    assert.ok(left > 0 && unfinished > 0, `${left} left, ${unfinished} unfinished`);
  });

  it('leaves the old file whole where the new one does not fit, and nothing beside it', async () => {
    writeFileSync(file(), 'start');
    const { log } = await contend(at(), [{ role: 'once', name: 'w', times: 1, blocks: 64 }]);
    assert.ok(
      log.some((line) => line.startsWith('refused-failed') && line.includes('EFBIG')),
      log.join('\n'),
    );
    assert.equal(text(), 'start');
    assert.deepEqual(filesIn(at()), ['log', 'settings.json']);
  });

  it('loses nothing of several processes', async () => {
    writeFileSync(file(), '{}');
    const { log } = await contend(
      at(),
      ['a', 'b', 'c', 'd'].map((name) => ({ role: 'edits', name, times: 20 })),
    );
    assert.equal(count(log, 'done'), 80);
    assert.equal(Object.keys((JSON.parse(text()) as { env: object }).env).length, 80);
  });
});
