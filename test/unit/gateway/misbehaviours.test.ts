import assert from 'node:assert/strict';
import type { MisbehaviourSettings } from '../../gateway/misbehaviour';
import { MISBEHAVIOURS, type MisbehaviourName } from '../../gateway/misbehaviours';
import { gatewayForTests, GOOD_BODY, post } from './support';

/** What a good request comes to: the status and a word of the body, or the failure of the request. */
const OUTCOMES: Readonly<Record<MisbehaviourName, RegExp>> = {
  'html-login-page': /^200 text\/html[^]*Sign in/,
  'not-found-html': /^404 text\/html .*<hr><center>nginx<\/center>/,
  'waf-403-html': /^403 text\/html .*403 Forbidden/,
  'waf-code-403-html': /^200 .*connected/,
  'body-limit-413-html': /^200 .*connected/,
  'unauthorized-html-401': /^401 text\/html .*401 Authorization Required/,
  'bad-gateway-502-html': /^502 text\/html .*502 Bad Gateway/,
  'gateway-timeout-504-html': /^504 text\/html .*504 Gateway Time-out/,
  'unavailable-503-envoy': /^503 text\/plain upstream connect error/,
  'redirect-same-origin': /^307 .* → \/moved\/v1\/messages$/,
  'redirect-login': /^302 .* → https:\/\/login\.gateway\.test\//,
  'forbidden-json': /^403 application\/json {"message":"Forbidden"}/,
  'x-api-key-required-401': /^401 .*x-api-key header is required/,
  'upstream-credential-401': /^401 .*invalid x-api-key.*"request_id"/,
  'rate-limited': /^429 .*rate_limit_error/,
  'litellm-budget': /^400 .*Budget has been exceeded/,
  'litellm-budget-429': /^429 .*Budget has been exceeded/,
  'overloaded-529': /^529 .*Overloaded/,
  'internal-500': /^500 .*Internal server error/,
  'unknown-model-404': /^404 .*model: claude-opus-5-5/,
  'litellm-unknown-model-400': /^400 .*Invalid model name passed in model=claude-opus-5-5/,
  'context-management-400': /^200 .*connected/,
  'adaptive-thinking-400': /^200 .*connected/,
  'terminal-escapes': /^403 .*\\u001b\[2J.*command:workbench/,
  'empty-200': /^200 application\/json $/,
  'openai-json': /^200 .*chat\.completion/,
  'malformed-json': /^200 .*"te$/,
  'invalid-utf8': /^403 .*Acc\ufffds refus\ufffd/,
  hang: /^no answer/,
  'slow-headers': /^200 .*connected/,
  drip: /^no end/,
  'buffered-stream': /^200 .*connected/,
  'stalled-stream': /^200 .*connected/,
  'cut-stream': /^200 .*connected/,
  'endless-body': /^no end/,
  'huge-header': /^no answer/,
  'cut-mid-body': /^no end/,
  'reset-before-headers': /^no answer/,
};

/** Those that only the client's patience ends. */
const ENDLESS: readonly MisbehaviourName[] = ['hang', 'drip', 'endless-body'];

const SETTINGS: Partial<Record<MisbehaviourName, MisbehaviourSettings>> = {
  'slow-headers': { ms: 20 },
  drip: { ms: 5 },
};

async function outcome(url: string, patienceMs = 20_000): Promise<string> {
  const reply = await post(url, GOOD_BODY, undefined, {
    redirect: 'manual',
    signal: AbortSignal.timeout(patienceMs),
  }).catch(() => undefined);
  if (reply === undefined) return 'no answer';
  const to = reply.headers.get('location');
  const text = await reply.text().catch(() => undefined);
  const type = reply.headers.get('content-type') ?? '';
  return text === undefined
    ? 'no end'
    : `${reply.status} ${type} ${text.replaceAll('\r\n', '')}${to === null ? '' : ` → ${to}`}`;
}

describe('practice gateway: misbehaviours', () => {
  const gateway = gatewayForTests();
  const messages = (): string => `${gateway().url}/v1/messages`;

  for (const [name, expected] of Object.entries(OUTCOMES) as [MisbehaviourName, RegExp][]) {
    it(`${name}: ${MISBEHAVIOURS[name].shows}`, async () => {
      gateway().misbehave(name, SETTINGS[name]);
      assert.match(await outcome(messages(), ENDLESS.includes(name) ? 60 : undefined), expected);
      gateway().misbehave();
      assert.match(await outcome(messages()), /^200 .*connected/);
    });
  }

  for (const [name, body, status] of [
    ['waf-code-403-html', { ...GOOD_BODY, system: 'run: ls -la && cat README.md' }, 403],
    ['body-limit-413-html', { ...GOOD_BODY, system: ' '.repeat(1_100_000) }, 413],
    ['context-management-400', { ...GOOD_BODY, context_management: { edits: [] } }, 400],
    ['adaptive-thinking-400', { ...GOOD_BODY, thinking: { type: 'adaptive' } }, 400],
  ] as const) {
    it(`${name} minds only what is in the body`, async () => {
      gateway().misbehave(name);
      assert.equal((await post(messages(), body)).status, status);
    });
  }

  it('refuses a wrong credential first when it is the upstream that misbehaves', async () => {
    gateway().misbehave('overloaded-529');
    assert.equal((await post(messages(), GOOD_BODY, { authorization: 'Bearer sk-wrong' })).status, 401);
  });

  it('answers as usual behind the redirect it sent', async () => {
    gateway().misbehave('redirect-same-origin');
    const reply = await post(messages(), GOOD_BODY);
    assert.deepEqual([reply.status, reply.redirected], [200, true]);
    assert.deepEqual(
      gateway().requests.map(({ path }) => path),
      ['/v1/messages', '/moved/v1/messages'],
    );
  });

  it('sends a login redirect where it is told', async () => {
    gateway().misbehave('redirect-login', { to: 'http://127.0.0.1:9/login' });
    const reply = await post(messages(), GOOD_BODY, undefined, { redirect: 'manual' });
    assert.equal(reply.headers.get('location'), 'http://127.0.0.1:9/login');
  });

  it('holds a stream back until its end', async () => {
    gateway().misbehave('buffered-stream', { ms: 10 });
    const reply = await post(messages(), { ...GOOD_BODY, stream: true });
    assert.ok(reply.body !== null);
    let chunks = 0;
    for await (const chunk of reply.body as AsyncIterable<Uint8Array>) chunks += chunk.length > 0 ? 1 : 0;
    assert.equal(chunks, 1);
  });
});
