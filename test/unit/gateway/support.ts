import {
  startPracticeGateway,
  type PracticeGateway,
  type PracticeGatewayOptions,
} from '../../gateway/practice-gateway';
import { PRACTICE_KEY } from '../../gateway/credentials';

/** A practice gateway for the tests of one `describe`, stopped after it. */
export function gatewayForTests(options: PracticeGatewayOptions = {}): () => PracticeGateway {
  let gateway: PracticeGateway | undefined;
  before(async () => {
    gateway = await startPracticeGateway(options);
  });
  afterEach(() => {
    gateway?.misbehave();
    gateway?.clear();
  });
  after(() => gateway?.stop());
  return () => {
    if (gateway === undefined) throw new Error('not started yet');
    return gateway;
  };
}

/** A small, right request body. */
export const GOOD_BODY = { model: 'claude-opus-5-5', max_tokens: 16, messages: [{ role: 'user', content: 'hi' }] };

/** The credential a practice gateway accepts, in both headers. */
export const BOTH_HEADERS = { authorization: `Bearer ${PRACTICE_KEY}`, 'x-api-key': PRACTICE_KEY };

/** Posts a JSON body. */
export function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = BOTH_HEADERS,
  more: RequestInit = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    ...more,
  });
}
