import assert from 'node:assert/strict';
import { PRACTICE_KEY, refusal, type Reads } from '../../gateway/credentials';

const BEARER = { authorization: `Bearer ${PRACTICE_KEY}` };
const KEY = { 'x-api-key': PRACTICE_KEY };
const WRONG = { authorization: 'Bearer sk-wrong-1234', 'x-api-key': 'sk-wrong-1234' };

function words(headers: Readonly<Record<string, string>>, reads: Reads): string {
  const answer = refusal(headers, reads, [PRACTICE_KEY]);
  return answer === undefined ? 'accepted' : `${answer.status} ${String(answer.body)}`;
}

describe('practice gateway: credentials', () => {
  for (const [reads, headers, expected] of [
    ['bearer', BEARER, /^accepted$/],
    ['bearer', KEY, /^401 .*invalid bearer token/],
    ['bearer', { authorization: 'Bearer' }, /^401 .*invalid bearer token/],
    ['x-api-key', KEY, /^accepted$/],
    [
      'x-api-key',
      BEARER,
      /^401 {"type":"error","error":{"type":"authentication_error","message":"x-api-key header is required"}}$/,
    ],
    ['x-api-key', WRONG, /^401 .*invalid x-api-key/],
    ['both', BEARER, /^accepted$/],
    ['both', KEY, /^accepted$/],
    ['both', {}, /^401 .*No api key passed in.*"code":"401"/],
    ['both', WRONG, /^401 .*Invalid proxy server token passed. Received API Key = sk-\.\.\.1234/],
    ['both', { ...WRONG, ...KEY }, /^401 /],
  ] as const) {
    it(`reads ${reads}: ${Object.values(headers).join(' + ') || 'nothing'}`, () => {
      assert.match(words(headers, reads), expected);
    });
  }
});
