import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { contend, overlapsIn, type Contender } from '../../../contention/contend';
import { abandonedBy, lockFileOf, removeAbandoned, takeLock } from '../../../../src/host/files/lock';
import { filesIn, folderForTests } from '../support';

/** A process that is on another machine, for all one can tell. */
const STRANGER = '4711-00000000-0123456789abcdef';

describe('the lock between processes', () => {
  const at = folderForTests();
  const lock = (): string => lockFileOf(at('settings.json'));
  const room = (owner: string): string => path.join(lock(), owner);
  const strangerEnters = (): void => {
    mkdirSync(room(STRANGER), { recursive: true });
  };

  it('lets one in at a time, and leaves nothing behind', async () => {
    const first = await takeLock(lock(), { waitMs: 0 });
    assert.ok(first !== undefined && existsSync(first.room));
    assert.equal(await takeLock(lock(), { waitMs: 30 }), undefined);
    await first.release();
    const second = await takeLock(lock(), { waitMs: 0 });
    assert.ok(second !== undefined && second.room !== first.room);
    await second.release();
    assert.deepEqual(filesIn(at()), []);
  });

  it('is held by one of many who want it at the same moment', async () => {
    const locks = await Promise.all(Array.from({ length: 8 }, () => takeLock(lock(), { waitMs: 0 })));
    assert.equal(locks.filter((taken) => taken !== undefined).length, 1);
    await Promise.all(locks.map(async (taken) => taken?.release()));
    assert.deepEqual(filesIn(at()), []);
  });

  it('is held by one process at a time, also where processes are killed that hold it', async () => {
    const enter: Contender[] = ['a', 'b', 'c'].map((name) => ({ role: 'enters', name, times: 40 }));
    const die: Contender[] = ['d', 'e', 'f', 'g'].map((name) => ({ role: 'dies', name, times: 1 }));
    const { log, ends } = await contend(at(), [...enter, ...die]);
    assert.deepEqual(ends, [0, 0, 0, 'SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGKILL']);
    assert.deepEqual(overlapsIn(log), { entered: 124, overlaps: 0 });
  });

  it('is taken over by one of many from an owner that gives no sign of life', async () => {
    strangerEnters();
    assert.equal(await takeLock(lock(), { waitMs: 100, staleMs: 500 }), undefined, 'not before its time');
    const locks = await Promise.all([1, 2, 3, 4].map(() => takeLock(lock(), { waitMs: 1500, staleMs: 500 })));
    assert.equal(locks.filter((taken) => taken !== undefined).length, 1);
    await Promise.all(locks.map(async (taken) => taken?.release()));
    assert.deepEqual(filesIn(at()), []);
  });

  it('is not taken over while its owner gives signs of life', async () => {
    strangerEnters();
    const beat = setInterval(() => {
      utimesSync(room(STRANGER), new Date(), new Date());
    }, 20);
    try {
      assert.equal(await takeLock(lock(), { waitMs: 1000, staleMs: 200 }), undefined);
    } finally {
      clearInterval(beat);
    }
  });

  it('shows by itself that its owner is alive', async () => {
    const own = await takeLock(lock(), { waitMs: 0, staleMs: 300 });
    await sleep(700);
    assert.equal(await takeLock(lock(), { waitMs: 700, staleMs: 600 }), undefined);
    await own?.release();
  });

  for (const [what, hours] of [
    ['long ago', -1],
    ['in the future', 1],
  ] as const) {
    it(`is taken over at once from an owner whose last sign of life was ${what}`, async () => {
      strangerEnters();
      const then = Date.now() / 1000 + hours * 3600;
      utimesSync(room(STRANGER), then, then);
      const taken = await takeLock(lock(), { waitMs: 0 });
      assert.ok(taken !== undefined);
      await taken.release();
    });
  }

  it('is not given back by who has lost it', async () => {
    const first = await takeLock(lock(), { waitMs: 0 });
    assert.ok(first !== undefined);
    utimesSync(first.room, 1, 1);
    const second = await takeLock(lock(), { waitMs: 0 });
    assert.ok(second !== undefined && !existsSync(first.room), 'the room is gone, with what was being written in it');
    await first.release();
    assert.ok(existsSync(second.room));
    await second.release();
  });

  const foreign: readonly [string, () => void][] = [
    [
      'a file',
      () => {
        writeFileSync(lock(), 'mine');
      },
    ],
    [
      'a folder with other things',
      () => {
        mkdirSync(room('src'), { recursive: true });
        writeFileSync(path.join(room('src'), 'main.ts'), 'mine');
      },
    ],
    [
      'a link to a folder that looks like a lock',
      () => {
        mkdirSync(at('mine', STRANGER), { recursive: true });
        writeFileSync(at('mine', STRANGER, 'f'), 'mine');
        utimesSync(at('mine', STRANGER), 1, 1);
        symlinkSync(at('mine'), lock());
      },
    ],
    [
      'a link within, that is named like an owner',
      () => {
        mkdirSync(at('mine'));
        writeFileSync(at('mine', 'f'), 'mine');
        mkdirSync(lock());
        symlinkSync(at('mine'), room(STRANGER));
      },
    ],
  ];
  for (const [what, put] of foreign) {
    it(`does not touch what is in its place and not its own: ${what}`, async () => {
      put();
      const before = filesIn(at());
      assert.equal(await takeLock(lock(), { waitMs: 500, staleMs: 100 }), undefined);
      assert.deepEqual(await abandonedBy(lock()), []);
      await removeAbandoned(lock());
      assert.deepEqual(filesIn(at()), before);
    });
  }

  it('cannot be taken where no folder can be made, and says so', async () => {
    await assert.rejects(takeLock(lockFileOf(at('no', 'folder', 'settings.json')), { waitMs: 0 }), { code: 'ENOENT' });
  });

  it('leaves traces of the dead that are swept: the lock and the rooms beside it', async () => {
    const dead = (await contend(at(), [{ role: 'dies', name: 'x', times: 1 }])).log;
    assert.deepEqual(dead, ['ready x', 'enter x', 'dies x']);
    const health = lockFileOf(at('health.json'));
    const [owner = ''] = readdirSync(health);
    mkdirSync(path.join(`${health}.${owner}`, owner), { recursive: true });
    // Somebody who wants the lock just now.
    mkdirSync(path.join(`${health}.${STRANGER}`, STRANGER), { recursive: true });
    assert.deepEqual(await abandonedBy(health), [health, `${health}.${owner}`]);
    await removeAbandoned(health);
    assert.deepEqual(readdirSync(at()).sort(), [path.basename(`${health}.${STRANGER}`), 'log']);
  });
});
