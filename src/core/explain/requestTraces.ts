import { redact } from '../words/redact';
import { trimEndOf } from '../text/trim';

/** What in an error helps to find its request in a log. Printable, free of secrets. */
export interface RequestTraces {
  /** Ids by the name of their header or field, in the order in which people ask for them. */
  readonly ids: readonly { readonly name: string; readonly value: string }[];
  /** Of `x-claude-code-session-id`, when the text has it. */
  readonly session: string | undefined;
  /** When it happened, as the text says it. */
  readonly time: string | undefined;
}

/** The header by which Claude Code's requests of one conversation can be told. */
export const SESSION_HEADER = 'x-claude-code-session-id';

/** Names under which gateways, clouds and web servers tell the id of a request. */
const ID_NAMES = [
  'request-id',
  'x-request-id',
  'request_id',
  'requestId',
  'request id', // Anthropic, nginx, LiteLLM, Kong's error bodies, one-api
  'x-litellm-call-id',
  'x-kong-request-id',
  'x-portkey-trace-id',
  'x-oneapi-request-id',
  'cf-aig-log-id',
  'helicone-id',
  'cf-ray',
  'Ray ID', // Cloudflare; its error pages say “Ray ID”
  'x-amzn-requestid',
  'x-amzn-request-id',
  'x-amz-request-id',
  'x-amz-apigw-id',
  'x-amzn-trace-id',
  'x-amz-cf-id', // AWS
  'apim-request-id',
  'x-ms-request-id',
  'x-azure-ref', // Azure
  'x-correlation-id',
  'x-trace-id',
  'traceparent',
  'support id', // others; F5's block page says “support ID”
] as const;

/** Between a name and its value: a colon or equals sign, quotes, and the backslashes of JSON in a string. */
const BETWEEN = '[\\\\"\' \\t]{0,8}[:=]?[\\\\"\' \\t]{0,8}(?:is:? )?';
const VALUE = '([A-Za-z0-9][\\w.:=-]{5,99})';
const NAMED_ID = new RegExp(`(?<![\\w-])(${[...ID_NAMES, SESSION_HEADER].join('|')})${BETWEEN}${VALUE}`, 'gi');
/** Anthropic's own ids can be told without a name. */
const BARE_ID = /(?<![\w-])req_\w{6,80}/g;
const ISO_TIME = /(?<!\d)\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)/;
const HTTP_DATE = /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/;

const MOST_IDS = 6;

/** Looks for the traces of a request in an error text. Linear in its length. */
export function tracesIn(text: string): RequestTraces {
  const shown = redact(text);
  const named = [...shown.matchAll(NAMED_ID)].flatMap(([, name = '', value = '']) =>
    /\d/.test(value) ? [{ name: name.toLowerCase(), value: trimEndOf(value, '.:=-') }] : [],
  );
  const bare = [...shown.matchAll(BARE_ID)].map(([value]) => ({ name: 'request-id', value }));
  const session = named.find(({ name }) => name === SESSION_HEADER)?.value;
  const seen = new Set<string>();
  const ids = [...named, ...bare].filter(
    ({ name, value }) => name !== SESSION_HEADER && !seen.has(value) && Boolean(seen.add(value)),
  );
  return { ids: ids.slice(0, MOST_IDS), session, time: ISO_TIME.exec(shown)?.[0] ?? HTTP_DATE.exec(shown)?.[0] };
}

/** A moment with the offset of its time zone, as logs of any zone can be searched for it. @example "2026-11-21T16:35:00+01:00" */
export function timeWithZone(ms: number, offsetMinutes: number): string {
  const two = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, '0');
  const local = new Date(ms + offsetMinutes * 60_000).toISOString().slice(0, 19);
  return `${local}${offsetMinutes < 0 ? '-' : '+'}${two(offsetMinutes / 60)}:${two(offsetMinutes % 60)}`;
}
