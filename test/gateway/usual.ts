import { gatewayError, json, type Answer } from './answer';
import { refusal, type Reads } from './credentials';
import type { RecordedRequest } from './recorded-request';
import { ROUTES, type UpstreamSettings } from './routes';

/** What a gateway knows and accepts. */
export interface Settings extends UpstreamSettings {
  readonly keys: readonly string[];
  readonly reads: Reads;
  /** Any credential will do, and none as well. */
  readonly open: boolean;
  readonly basePath: string;
  /** Headers without which nothing is answered, names in lower case. */
  readonly demands: Readonly<Record<string, string>>;
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

/** A path that is nobody's: outside the base path and under a doubled /v1 it is the web framework that answers, as FastAPI does. */
function notFound(path: string | undefined): Answer {
  return path === undefined || path.startsWith('/v1/v1')
    ? json(404, { detail: 'Not Found' })
    : gatewayError(404, 'not_found_error', 'Not Found');
}

function missingHeader({ headers }: RecordedRequest, demands: Readonly<Record<string, string>>): Answer | undefined {
  const missing = Object.entries(demands).find(([name, value]) => headers[name] !== value);
  return missing === undefined
    ? undefined
    : gatewayError(400, 'invalid_request_error', `Missing required header: ${missing[0]}`);
}

/** What a gateway that behaves says. `target` stands for the request's own path when a redirect has been followed. */
export function usual(request: RecordedRequest, settings: Settings, target = request.path): Usual {
  const [path = '', query = ''] = target.split('?', 2);
  const { basePath, reads, keys, open, demands, format } = settings;
  const own = path === basePath || path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : undefined;
  for (const route of own === undefined ? [] : ROUTES[format]) {
    const match = route.method === request.method ? route.path.exec(own ?? '') : null;
    if (match === null) continue;
    const refused = (open ? undefined : refusal(request.headers, reads, keys)) ?? missingHeader(request, demands);
    if (refused !== undefined) return { reach: 'gateway', answer: refused };
    return { reach: route.reach, answer: route.answer(request, settings, new URLSearchParams(query), match) };
  }
  return { reach: 'front', answer: notFound(own) };
}
