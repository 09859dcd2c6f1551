import assert from 'node:assert/strict';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { explain, finding } from '../../../../src/core/causes/findings';
import {
  HEALTH_FILE,
  readShared,
  underLock,
  writeShared,
  type SharedCheck,
} from '../../../../src/host/files/healthFile';
import { UNPRINTABLE } from '../../core/support';
import { filesIn, folderForTests } from '../support';

function sharedOf(target: string, at = 1000, more: Partial<SharedCheck> = {}): SharedCheck {
  const found = { ...finding('tls-untrusted', 'CERT_HAS_EXPIRED', { host: 'gw.example' }), variant: 'expired' };
  return {
    at,
    misses: 1,
    check: {
      at: at + 5,
      target,
      findings: [found],
      probes: [
        {
          id: 'alive',
          label: 'Empty request',
          outcome: 'problem',
          detail: 'CERT_HAS_EXPIRED',
          ms: 7,
          findings: [found],
        },
      ],
      scope: 'free',
      paidRequests: 0,
      ms: 9,
    },
    ...more,
  };
}

describe('the check that all windows share', () => {
  const at = folderForTests();
  const folder = (): string => at();
  const write = (content: unknown): void => {
    writeFileSync(at(HEALTH_FILE), typeof content === 'string' ? content : JSON.stringify(content));
  };

  it('is read as it was written, by target', async () => {
    const [here, there] = [sharedOf('here', 1000, { notBefore: 9000 }), sharedOf('there', 2000)];
    await writeShared(folder(), here);
    await writeShared(folder(), there);
    assert.deepEqual(await readShared(folder(), 'here'), here);
    assert.deepEqual(await readShared(folder(), 'there'), there);
    assert.equal(await readShared(folder(), 'elsewhere'), undefined);
  });

  it('keeps what another window decides by: what the answer proves, and what it cost', async () => {
    const proven = sharedOf('here', 1000, {
      check: {
        at: 1005,
        target: 'here',
        findings: [],
        probes: [
          {
            id: 'alive',
            label: 'Empty request',
            outcome: 'ok',
            detail: 'it answers',
            ms: 7,
            paid: 1,
            provesCredential: true,
          },
        ],
        scope: 'free',
        paidRequests: 1,
        answersAnything: true,
        ms: 9,
      },
    });
    await writeShared(folder(), proven);
    assert.deepEqual(await readShared(folder(), 'here'), proven);
  });

  it('takes the place of the one before it', async () => {
    await writeShared(folder(), sharedOf('here', 1000));
    await writeShared(folder(), sharedOf('here', 2000));
    assert.equal((await readShared(folder(), 'here'))?.at, 2000);
    assert.deepEqual(filesIn(folder()), [HEALTH_FILE]);
    assert.equal(statSync(at(HEALTH_FILE)).mode & 0o777, 0o600);
  });

  it('is forgotten for targets that were not asked for long', async () => {
    for (let index = 0; index < 12; index++) await writeShared(folder(), sharedOf(`target ${index}`, index));
    assert.equal(await readShared(folder(), 'target 3'), undefined);
    assert.equal((await readShared(folder(), 'target 4'))?.at, 4);
    assert.ok(statSync(at(HEALTH_FILE)).size < 20_000);
  });

  it('is not there without a file, nor without the folder', async () => {
    assert.equal(await readShared(folder(), 'here'), undefined);
    assert.equal(await readShared(at('no', 'such'), 'here'), undefined);
  });

  it('does not get through as anything else than what was found without tokens', async () => {
    const { check, ...rest } = sharedOf('here');
    const [found] = check.findings;
    write({
      version: 1,
      checks: [
        {
          ...rest,
          check: {
            ...check,
            findings: [
              { ...found, fix: { kind: 'edit' }, evidence: '\u001b[31mred\u202e', facts: { host: 'a\u0007b' } },
            ],
          },
        },
      ],
    });
    assert.deepEqual((await readShared(folder(), 'here'))?.check.findings, [
      { ...found, evidence: 'red', facts: { host: 'ab' } },
    ]);
    write({ version: 1, checks: [{ ...rest, check: { ...check, scope: 'full' } }] });
    assert.equal(await readShared(folder(), 'here'), undefined);
  });

  it('counts as none where it holds what only a later version knows: the rest would say that all is well', async () => {
    const { check, ...rest } = sharedOf('here');
    write({
      version: 1,
      checks: [
        { ...rest, check: { ...check, findings: [{ ...check.findings[0], cause: 'from-the-future' }] } },
        sharedOf('there'),
      ],
    });
    assert.equal(await readShared(folder(), 'here'), undefined);
    assert.deepEqual(await readShared(folder(), 'there'), sharedOf('there'));
  });

  const hostile: readonly [string, string | Buffer][] = [
    ['nothing', ''],
    ['no JSON', '{"checks": ['],
    ['a text', '"here"'],
    ['null', 'null'],
    ['a list', '[[]]'],
    ['no list', '{"checks": {"length": 3}}'],
    ['deep', '['.repeat(100_000)],
    ['binary', Buffer.from([0xff, 0xfe, 0, 1, 2])],
    ['numbers that are none', JSON.stringify({ checks: [{ ...sharedOf('here'), at: '1000' }] })],
    ['far times', '{"checks":[{"at":1e400,"misses":0,"check":{"target":"here","ms":1}}]}'],
  ];
  for (const [what, content] of hostile) {
    it(`is not there, and can be written, when the file holds ${what}`, async () => {
      writeFileSync(at(HEALTH_FILE), content);
      assert.equal(await readShared(folder(), 'here'), undefined);
      await writeShared(folder(), sharedOf('here'));
      assert.deepEqual(await readShared(folder(), 'here'), sharedOf('here'));
    });
  }

  it('cannot be written over a folder, and says so', async () => {
    mkdirSync(at(HEALTH_FILE));
    assert.equal(await readShared(folder(), 'here'), undefined);
    await assert.rejects(writeShared(folder(), sharedOf('here')));
    assert.deepEqual(filesIn(folder()), [HEALTH_FILE]);
  });

  it('is printable and complete, whatever the file holds', async () => {
    const junk = fc.oneof(
      fc.anything(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('__proto__', 'constructor', -1, 1e300, 'tls-untrusted', 'error'),
    );
    const mangled = fc.record({
      at: fc.oneof(fc.constant(5), junk),
      misses: fc.oneof(fc.constant(0), junk),
      notBefore: junk,
      check: fc.record({
        target: fc.oneof(fc.constant('here'), junk),
        ms: fc.oneof(fc.constant(1), junk),
        at: junk,
        scope: junk,
        findings: fc.oneof(
          junk,
          fc.array(
            fc.record({
              cause: fc.oneof(fc.constantFrom('dns-failure', 'offline'), junk),
              severity: fc.oneof(fc.constant('error'), junk),
              evidence: fc.oneof(fc.string({ unit: 'binary' }), junk),
              variant: junk,
              facts: fc.oneof(junk, fc.dictionary(fc.string(), junk)),
            }),
          ),
        ),
        checks: fc.oneof(
          junk,
          fc.array(
            fc.record({
              id: fc.oneof(fc.constant('alive'), junk),
              label: fc.string({ unit: 'binary' }),
              detail: fc.string({ unit: 'binary' }),
              outcome: fc.oneof(fc.constant('ok'), junk),
              ms: fc.oneof(fc.constant(1), junk),
              findings: junk,
            }),
          ),
        ),
      }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(mangled, { minLength: 1, maxLength: 3 }), async (checks) => {
        let text: string;
        try {
          text = JSON.stringify({ checks });
        } catch {
          return;
        }
        write(text);
        const read = await readShared(folder(), 'here');
        if (read === undefined) return;
        assert.ok(Number.isFinite(read.at) && Number.isFinite(read.misses) && Number.isFinite(read.check.ms));
        for (const found of read.check.findings)
          assert.doesNotMatch(
            [...Object.values<string | readonly string[]>({ ...explain(found) }).flat(), found.evidence].join(''),
            UNPRINTABLE,
          );
        for (const { label, detail } of read.check.probes) assert.doesNotMatch(label + detail, UNPRINTABLE);
      }),
      { numRuns: 300 },
    );
  });

  it('is always whole for who reads it while it is written', async () => {
    let done = false as boolean;
    await writeShared(folder(), sharedOf('here', 0));
    const writer = (async () => {
      for (let index = 1; index <= 60; index++) await writeShared(folder(), sharedOf('here', index));
      done = true;
    })();
    let last = 0;
    while (!done) {
      const read = await readShared(folder(), 'here');
      assert.ok(read !== undefined && read.at >= last, `${read?.at} after ${last}`);
      last = read.at;
    }
    await writer;
  });

  describe('and its lock', () => {
    it('lets one in at a time, and the next one afterwards', async () => {
      let inside = 0;
      let most = 0;
      const enter = (): Promise<string | undefined> =>
        underLock(folder(), async () => {
          most = Math.max(most, ++inside);
          await sleep(20);
          inside--;
          return 'done';
        });
      const results = await Promise.all([enter(), enter(), enter(), enter()]);
      assert.deepEqual([results.filter((result) => result === 'done').length, most], [1, 1]);
      assert.equal(await enter(), 'done');
      assert.deepEqual(filesIn(folder()), []);
    });

    it('is let go when what was done under it fails', async () => {
      await assert.rejects(
        underLock(folder(), () => Promise.reject(new Error('enough'))),
        { message: 'enough' },
      );
      assert.deepEqual(filesIn(folder()), []);
    });

    it('makes the folder', async () => {
      assert.equal(await underLock(at('new', 'folder'), () => Promise.resolve(7)), 7);
    });

    it('lets each of two writers keep what it has found', async () => {
      const windows = ['first', 'second'].map(async (target) => {
        for (let round = 1; round <= 10; round++) {
          while (
            (await underLock(folder(), () => writeShared(folder(), sharedOf(target, round)).then(() => true))) !== true
          )
            await sleep(3);
        }
      });
      await Promise.all(windows);
      assert.deepEqual(
        [(await readShared(folder(), 'first'))?.at, (await readShared(folder(), 'second'))?.at],
        [10, 10],
      );
    });
  });
});
