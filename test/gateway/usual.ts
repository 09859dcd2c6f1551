import { gatewayError, json, type Answer } from './answer';
import { refusal, type Reads } from './credentials';
import { message, tokenCount } from './messages';
import { modelList } from './models';
import type { RecordedRequest } from './recorded-request';

/** What a gateway knows and accepts. */
export interface Settings {
  readonly keys: readonly string[];
  readonly reads: Reads;
  readonly models: readonly string[];
  readonly basePath: string;
}

/** How far a request gets: no further than the server in front, to the gateway itself, or with its credential on to the upstream. */
export const REACHES = ['front', 'gateway', 'upstream'] as const;

/** One of the places a request can reach. */
export type Reach = (typeof REACHES)[number];

/** What a gateway that behaves says to a request, and how far the request got. */
export interface Usual {
  readonly reach: Reach;
  readonly answer: Answer;
}

interface Route {
  readonly line: string;
  readonly reach: Exclude<Reach, 'front'>;
  readonly answer: (request: RecordedRequest, settings: Settings, query: URLSearchParams) => Answer;
}

const ROUTES: readonly Route[] = [
  { line: 'POST /v1/messages', reach: 'upstream', answer: ({ body }, { models }) => message(body, models) },
  { line: 'POST /v1/messages/count_tokens', reach: 'upstream', answer: ({ body }, { models }) => tokenCount(body, models) },
  { line: 'GET /v1/models', reach: 'gateway', answer: (_, { models }, query) => modelList(models, query.get('limit')) },
];

/** A path that is nobody's: outside the base path and under a doubled /v1 it is the web framework that answers, as FastAPI does. */
function notFound(path: string | undefined): Answer {
  return path === undefined || path.startsWith('/v1/v1') ? json(404, { detail: 'Not Found' }) : gatewayError(404, 'not_found_error', 'Not Found');
}

/** What a gateway that behaves says. `target` stands for the request's own path when a redirect has been followed. */
export function usual(request: RecordedRequest, settings: Settings, target = request.path): Usual {
  const [path = '', query = ''] = target.split('?', 2);
  const { basePath, reads, keys } = settings;
  const own = path === basePath || path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : undefined;
  const route = ROUTES.find(({ line }) => own !== undefined && line === `${request.method} ${own}`);
  if (route === undefined) return { reach: 'front', answer: notFound(own) };
  const refused = refusal(request.headers, reads, keys);
  if (refused !== undefined) return { reach: 'gateway', answer: refused };
  return { reach: route.reach, answer: route.answer(request, settings, new URLSearchParams(query)) };
}
