import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jwtTimes } from '../../../../src/host/run/jwt';

function part(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function tokenWith(payload: string, header = '{"alg":"none"}'): string {
  return `${part(header)}.${part(payload)}.c2lnbmF0dXJl`;
}

describe('the times of a JWT', () => {
  const cases: readonly [string, string, object][] = [
    ['both', tokenWith('{"exp":1900000000,"iat":1800000000}'), { expires: 1_900_000_000, issued: 1_800_000_000 }],
    ['one, beside letters of any kind', tokenWith('{"name":"Zoë ✓","exp":1900000000}'), { expires: 1_900_000_000 }],
    ['no signature', `${part('{"alg":"none"}')}.${part('{"exp":1900000000}')}.`, { expires: 1_900_000_000 }],
    ['no times', tokenWith('{"sub":"me"}'), {}],
    ['a time as text', tokenWith('{"exp":"1900000000"}'), {}],
    ['a negative time', tokenWith('{"exp":-1}'), {}],
    ['zero', tokenWith('{"exp":0}'), {}],
    ['milliseconds', tokenWith('{"exp":1900000000000}'), {}],
    ['a huge number', tokenWith('{"exp":1e308,"iat":1e999}'), {}],
    ['a list', tokenWith('[1900000000]'), {}],
    ['null', tokenWith('null'), {}],
    ['no JSON', tokenWith('{"exp":19'), {}],
    ['deep JSON', tokenWith(`{"exp":${'['.repeat(9000)}`), {}],
    ['a header that is none', `made-up.${part('{"exp":1900000000}')}.x`, {}],
    ['two parts', `${part('{"alg":"none"}')}.${part('{"exp":1900000000}')}`, {}],
    ['four parts', `${tokenWith('{"exp":1900000000}')}.x`, {}],
    ['a key', 'sk-made-up.0123.4567', {}],
    ['nothing', '', {}],
  ];
  for (const [what, token, expected] of cases)
    it(`are read: ${what}`, () => {
      assert.deepEqual(jwtTimes(token), expected);
    });

  it('are numbers that a date can hold, whatever is printed', () => {
    const claims = fc.record({ exp: fc.anything(), iat: fc.oneof(fc.double(), fc.integer(), fc.string()) });
    const payload = fc.oneof(
      fc.string(),
      claims.map((value) => {
        try {
          return JSON.stringify(value);
        } catch {
          return '';
        }
      }),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          payload.map((text) => tokenWith(text)),
        ),
        (token) => {
          for (const seconds of Object.values<number>({ ...jwtTimes(token) }))
            assert.doesNotThrow(() => new Date(seconds * 1000).toISOString());
        },
      ),
      { numRuns: 500 },
    );
  });
});
