import { modelRequests, wordsOf } from './expectation';
import { LISTED_MODELS } from './loopback';
import type { Arrival, Seen } from './world';

const ANTHROPIC = 'https://api.anthropic.com';

/** The credential headers of a request, as they are compared. */
export function headerWords({ authorization, xApiKey }: Pick<Arrival, 'authorization' | 'xApiKey'>): string {
  return `A=${authorization ?? '–'} X=${xApiKey ?? '–'}`;
}

function each(words: readonly string[]): string {
  return [...new Set(words)].sort().join('; ') || 'nothing';
}

/** The model that a session asks for where nobody chose one. */
function usualModel({ arrivals }: Seen): string {
  return (
    arrivals.find(
      ({ model, holds }) => model !== null && holds.includes('metadata') && holds.includes('adaptive-thinking'),
    )?.model ?? ''
  );
}

/** What can be looked at of a run of the client, as one line. */
export const OBSERVATIONS = {
  /** Where the request to a model goes, and its credential headers. */
  request: (seen) => each(modelRequests(seen).map(wordsOf)),
  /** The API keys that arrive at Anthropic's own address. */
  'at Anthropic': ({ arrivals }) =>
    each(
      arrivals.flatMap(({ origin, xApiKey }) =>
        origin === ANTHROPIC && xApiKey !== null ? [`x-api-key: ${xApiKey}`] : [],
      ),
    ),
  'metrics with a key': (seen) =>
    askedWithKey(seen).some((asked) => /metrics_enabled|event_logging/.test(asked)) ? 'sent' : 'not sent',
  /** The credential headers of the question for the gateway's models. */
  discovery: ({ arrivals }) => each(arrivals.filter(({ path }) => path.includes('/v1/models')).map(headerWords)),
  'asks for models': ({ arrivals }) => (arrivals.some(({ path }) => path.includes('/v1/models')) ? 'yes' : 'no'),
  'listed models': ({ keptModels }) =>
    LISTED_MODELS.filter((name) => keptModels?.includes(`"${name}"`) === true).join(', ') || 'nothing',
  /** The name that the session asks for. */
  model: ({ arrivals }) => (arrivals.some(({ model }) => model === 'corp-model') ? 'corp-model' : 'another'),
  'Opus 5 or later': (seen) => (/opus-5/.test(usualModel(seen)) ? 'yes' : 'no'),
  'Opus 5.5 or later': (seen) => (/opus-5-[5-9]/.test(usualModel(seen)) ? 'yes' : 'no'),
  'deferred tools': ({ arrivals }) =>
    arrivals.some(({ holds }) => holds.includes('deferred-tools')) ? 'some' : 'none',
  /** Whether it gets an answer in spite of a refusal. */
  repair: ({ exitCode }) => (exitCode === 0 ? 'gets through' : 'gives up'),
} as const satisfies Record<string, (seen: Seen) => string>;

/** Requests to Anthropic's own address with an API key, each kind once: `GET /api/claude_cli/bootstrap`. */
export function askedWithKey({ arrivals }: Seen): string[] {
  const kinds = arrivals
    .filter(({ origin, xApiKey }) => origin === ANTHROPIC && xApiKey !== null)
    .map(({ method, path }) => `${method} ${path.replace(/\?.*/, '').replace(/\/sdk-.*/, '')}`);
  return [...new Set(kinds)].sort();
}
