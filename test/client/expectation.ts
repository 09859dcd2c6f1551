import type { Assessment } from '../../src/core/checks/assessment';
import type { HeaderOrigin } from '../../src/core/config/credentialHeaders';
import { parseCustomHeaders } from '../../src/core/config/customHeaders';
import { valueOf } from '../../src/core/config/resolve';
import { CONSOLE_KEY, LOGIN_TOKEN, type Arrival, type Seen } from './world';

/** The part of a request that a prediction is about. */
export interface Sent {
  readonly url: string;
  readonly authorization: string | null;
  readonly xApiKey: string | null;
  /** Of a prediction: x-api-key may be missing, because its command runs beside the request. */
  readonly keyByChance?: boolean;
}

/** What the prediction says will arrive; undefined when nothing will. */
export function expected({ request, config }: Assessment): Sent | undefined {
  if (!request.willSend) return undefined;
  const value = (origin: HeaderOrigin | null, header: 'authorization' | 'x-api-key'): string | null => {
    if (origin === null) return null;
    const bearer = (text: string): string => (header === 'authorization' ? `Bearer ${text}`.trim() : text);
    const named = valueOf(config, origin.variable ?? '') ?? '';
    switch (origin.kind) {
      case 'empty':
        return header === 'authorization' && origin.variable !== 'ANTHROPIC_CUSTOM_HEADERS' ? 'Bearer' : '';
      case 'variable':
        // Without a credential this one is sent as the words that the client has for it.
        return origin.variable === 'AWS_ACCESS_KEY_ID'
          ? 'signed'
          : bearer(origin.variable === 'CLAUDE_CODE_SKIP_FOUNDRY_AUTH' ? 'skip-foundry-auth' : named.trim());
      case 'helper':
        return bearer(helperOutput(named));
      case 'login':
        return bearer(header === 'authorization' ? LOGIN_TOKEN : CONSOLE_KEY);
      case 'custom-header':
        return (
          parseCustomHeaders(named)
            .findLast(({ name }) => name.toLowerCase() === header)
            ?.value.reveal() ?? ''
        );
    }
  };
  const { authorization, xApiKey } = request.headers;
  return {
    url: plainUrl(request.url),
    authorization: value(authorization, 'authorization'),
    xApiKey: value(xApiKey, 'x-api-key'),
    ...(xApiKey?.ifQuick === true ? { keyByChance: true } : {}),
  };
}

/** The requests to a model among what arrived, each once; the older client asks for a title first, under another model. */
export function modelRequests({ arrivals }: Seen): Sent[] {
  const posts = arrivals.filter(({ method }) => method === 'POST');
  const asking = posts.filter(({ path }) =>
    /\/messages\?beta=true$|:streamRawPredict$|\/invoke-with-response-stream$|messages%3Fbeta%3Dtrue$/.test(path),
  );
  const requests = (asking.length > 0 ? asking : posts.filter(({ path }) => path === '/')).map(sentOf);
  return requests.filter(
    (request, index) => requests.findIndex((other) => JSON.stringify(other) === JSON.stringify(request)) === index,
  );
}

/** How the two differ, in a few words; undefined when they agree. The model's name is the client's own choice. */
export function difference(predicted: Sent | undefined, seen: readonly Sent[]): string | undefined {
  const same = predicted === undefined ? seen.length === 0 : seen.some((sent) => isSame(predicted, sent));
  return same
    ? undefined
    : `predicted ${predicted === undefined ? 'nothing' : wordsOf(predicted)}, seen ${seen.map(wordsOf).join(' and ') || 'nothing'}`;
}

function isSame(predicted: Sent, seen: Sent): boolean {
  const sameKey = predicted.xApiKey === seen.xApiKey || (predicted.keyByChance === true && seen.xApiKey === null);
  return matches(predicted.url, seen.url) && predicted.authorization === seen.authorization && sameKey;
}

/** A request in a line. */
export function wordsOf({ url, authorization, xApiKey }: Sent): string {
  return `${url} A=${authorization ?? '–'} X=${xApiKey ?? '–'}`;
}

function sentOf({ origin, path, authorization, xApiKey }: Arrival): Sent {
  const signed = authorization?.startsWith('AWS4-HMAC') === true;
  // The older client keeps spaces around a token.
  return {
    url: `${origin}${decodeURIComponent(path)}`,
    authorization: signed ? 'signed' : (authorization?.replace(/ +/g, ' ') ?? null),
    xApiKey,
  };
}

function matches(predicted: string, seen: string): boolean {
  const [before = '', after] = predicted.split('{model}');
  return after === undefined ? predicted === seen : seen.startsWith(before) && seen.endsWith(after);
}

/** The worlds' helpers all have the form `echo WORD`, perhaps after a `sleep`; any other fails, and both headers are then sent empty. */
function helperOutput(command: string): string {
  return /^(?:sleep [\d.]+; )?echo ([\w-]+)$/.exec(command)?.[1] ?? '';
}

function plainUrl(text: string): string {
  const url = new URL(/^\w+:\/*[^\d/]/.test(text) || /^https?:/i.test(text) ? text : `http://${text}`);
  return decodeURIComponent(`${url.origin}${url.pathname}${url.search}`);
}
