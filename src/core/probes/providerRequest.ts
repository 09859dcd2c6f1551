import type { Credentials, ProbeRequest } from './probeRequest';
import type { Secret } from '../words/secret';
import type { Target } from './target';
import { trimEndOf } from '../text/trim';

/** What to ask a model, whatever format the provider wants it in. */
export interface RequestSpec {
  readonly model: string;
  /** Fields of the Messages API, without `model` and `stream`. */
  readonly body: object;
  readonly stream?: boolean;
  /** Capabilities asked for, as in the header `anthropic-beta`. */
  readonly betas?: readonly string[];
  /** Instead of the target's own. */
  readonly credentials?: Credentials;
  /** Counting tokens costs none. */
  readonly path?: 'messages' | 'count_tokens';
  /** Without it the address ends in `?beta=true`, as with Claude Code. */
  readonly query?: boolean;
  /** Another base URL; only of the same origin, because the credential goes there. */
  readonly baseUrl?: string;
  readonly withoutCustomHeaders?: boolean;
}

/**
 * A request to the gateway in the format of its provider, at the address that Claude Code posts to. Paths and fields as
 * measured; https://code.claude.com/docs/en/llm-gateway-protocol#api-formats
 * @throws RangeError for a base URL of another origin: the credential does not leave the gateway.
 */
export function buildRequest(target: Target, spec: RequestSpec): ProbeRequest {
  const base = trimBase(spec.baseUrl ?? target.baseUrl);
  if (originOf(base) !== originOf(target.baseUrl)) throw new RangeError('another origin than that of the gateway');
  const credentials = spec.credentials ?? target.credentials;
  const custom = spec.withoutCustomHeaders === true ? {} : customHeadersSent(target.customHeaders, credentials);
  const { url, body, betas } = FORMATS[target.provider](target, spec, base);
  const own = {
    'content-type': 'application/json',
    accept: 'application/json',
    'anthropic-version': '2023-06-01',
    'user-agent': `llm-gateway-connect/${target.version}`,
    ...(betas.length === 0 ? {} : { 'anthropic-beta': betas.join(',') }),
  };
  return {
    method: 'POST',
    url,
    headers: withoutThose(own, custom),
    body: JSON.stringify(body),
    credentials,
    ...(Object.keys(custom).length === 0 ? {} : { secretHeaders: custom }),
  };
}

/** A base URL as Claude Code takes it: white space around it and slashes at its end do not count (measured). */
export function trimBase(baseUrl: string): string {
  return trimEndOf(baseUrl.trim(), '/');
}

/**
 * Of the custom headers, those that Claude Code sends: its own credential and `anthropic-beta` come before a custom
 * header of that name (measured).
 */
export function customHeadersSent(
  custom: Readonly<Record<string, Secret>>,
  credentials: Credentials,
): Readonly<Record<string, Secret>> {
  const taken = new Set([
    'anthropic-beta',
    ...(credentials.authorization === undefined ? [] : ['authorization']),
    ...(credentials.xApiKey === undefined ? [] : ['x-api-key']),
  ]);
  return Object.fromEntries(Object.entries(custom).filter(([name]) => !taken.has(name.toLowerCase())));
}

/** The headers without those that have another value in `others`: a header that is sent twice is refused by many. */
export function withoutThose(
  headers: Readonly<Record<string, string>>,
  others: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const names = new Set(Object.keys(others).map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.has(name)));
}

/** A model's name in a path: colons and @ stay; slashes do not in Bedrock's (measured: `arn:aws:bedrock:…:application-inference-profile%2Fabc`). */
export function modelInPath(model: string, provider: 'bedrock' | 'vertex'): string {
  return model
    .toWellFormed()
    .replace(provider === 'bedrock' ? /[^\w.~!$&'()*+,;=:@-]+/g : /[^\w.~!$&'()*+,;=:@/-]+/g, encodeURIComponent);
}

interface Shaped {
  readonly url: string;
  readonly body: object;
  /** What is left for the header. */
  readonly betas: readonly string[];
}

type Format = (target: Target, spec: RequestSpec, base: string) => Shaped;

const messages: Format = (_, { model, body, stream = false, betas = [], path = 'messages', query = true }, base) => ({
  url: `${base}/v1/messages${path === 'messages' ? '' : '/count_tokens'}${query ? '?beta=true' : ''}`,
  body: { model, ...body, ...(stream ? { stream } : {}) },
  betas,
});

/** The AWS tools' own form for counting: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_CountTokens.html */
const bedrock: Format = (_, { model, body, stream = false, betas = [], path = 'messages' }, base) => {
  const inBody = betas.filter((beta) => !isHeaderBeta(beta));
  const asked = {
    ...body,
    ...(inBody.length === 0 ? {} : { anthropic_beta: inBody }),
    anthropic_version: 'bedrock-2023-05-31',
  };
  const method = path === 'count_tokens' ? 'count-tokens' : stream ? 'invoke-with-response-stream' : 'invoke';
  return {
    url: `${base}/model/${modelInPath(model, 'bedrock')}/${method}`,
    body: path === 'count_tokens' ? { input: { invokeModel: { body: base64(JSON.stringify(asked)) } } } : asked,
    betas: betas.filter((beta) => isHeaderBeta(beta) || beta.startsWith('thinking-token-count-')),
  };
};

const vertex: Format = (target, { model, body, stream = false, betas = [], path = 'messages' }, base) => {
  const counts = path === 'count_tokens';
  const before = target.url.slice(trimBase(target.baseUrl).length).replace(/\/publishers\/anthropic\/models\/.*$/s, '');
  const method = counts
    ? 'count-tokens:rawPredict'
    : `${modelInPath(model, 'vertex')}:${stream ? 'streamRawPredict' : 'rawPredict'}`;
  return {
    url: `${base}${before}/publishers/anthropic/models/${method}`,
    body: {
      ...(counts ? { model } : {}),
      ...body,
      ...(stream ? { stream } : {}),
      anthropic_version: 'vertex-2023-10-16',
    },
    betas,
  };
};

const FORMATS: Readonly<Record<Target['provider'], Format>> = {
  anthropic: messages,
  foundry: messages,
  aws: messages,
  mantle: messages,
  bedrock,
  vertex,
};

/** What Claude Code sends Bedrock in the header; the rest goes into the body, where Bedrock reads it (measured). */
function isHeaderBeta(beta: string): boolean {
  return beta.startsWith('claude-code-') || beta.startsWith('effort-');
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
}
