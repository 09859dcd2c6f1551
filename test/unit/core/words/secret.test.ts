import assert from 'node:assert/strict';
import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { format, inspect } from 'node:util';
import { describeSecret, Secret } from '../../../../src/core/words/secret';

const VALUE = 'sk-sentinel-0123456789';
const secret = new Secret(VALUE);

describe('a secret', () => {
  const shown: readonly [string, () => string | Promise<string>][] = [
    ['a template', () => `key ${secret as unknown as string}`],
    ['concatenation', () => 'key ' + (secret as unknown as string)],
    ['a list', () => [secret, secret].join()],
    ['JSON', () => JSON.stringify({ secret, list: [secret] })],
    ['spreading', () => JSON.stringify(Object.assign({}, secret))],
    ['inspect', () => inspect(secret)],
    ['inspect of everything', () => inspect({ deep: { secret } }, { showHidden: true, getters: true, depth: null })],
    ['the formats of a log', () => format('%s %o %O %j %d', secret, secret, secret, secret, secret)],
    ['an error', () => inspect(new Error('failed', { cause: secret }))],
    [
      'a failed assertion',
      () => {
        try {
          assert.deepEqual(secret, { other: 1 });
        } catch (error) {
          return inspect(error);
        }
        return '';
      },
    ],
    ['a clone', () => inspect(structuredClone({ secret }))],
    [
      'the console',
      async () => {
        const out = new PassThrough();
        const console = new Console(out, out);
        console.log('%s', secret, secret, { secret });
        console.dir(secret, { showHidden: true });
        console.table([secret]);
        out.end();
        return text(out);
      },
    ],
  ];
  for (const [where, show] of shown) {
    it(`does not show in ${where}`, async () => {
      assert.doesNotMatch(await show(), /sentinel|0123/);
    });
  }

  it('is a fixed phrase with its length', () => {
    assert.equal(String(secret), 'hidden, 22 characters');
    assert.deepEqual([describeSecret(''), describeSecret('a')], ['empty', 'hidden, 1 character']);
  });

  it('comes out only when asked', () => {
    assert.deepEqual([secret.reveal(), secret.length, Object.keys(secret)], [VALUE, VALUE.length, []]);
  });
});
