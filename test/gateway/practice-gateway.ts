import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { send } from './answer';
import { certificate, type Tls } from './certificates';
import { PRACTICE_KEY, type Reads } from './credentials';
import type { Misbehaviour, MisbehaviourSettings } from './misbehaviour';
import { MISBEHAVIOURS, type MisbehaviourName } from './misbehaviours';
import { PRACTICE_MODELS } from './models';
import { record, type RecordedRequest } from './recorded-request';
import { REACHES, usual, type Settings } from './usual';

/** How a practice gateway is set up; every part has a default. */
export interface PracticeGatewayOptions extends Partial<Omit<Settings, 'keys' | 'reads' | 'models' | 'basePath'>> {
  /** The credentials it accepts: one made-up key by default. */
  readonly keys?: readonly string[];
  /** The header it reads; 'both' by default. */
  readonly reads?: Reads;
  /** The model names it knows. */
  readonly models?: readonly string[];
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** 'none', the default, is plain HTTP. */
  readonly tls?: Tls;
  /** A path the API is under, such as '/llm'; '' by default. */
  readonly basePath?: string;
  /** The pause between the events of a stream; 5 ms by default. */
  readonly gapMs?: number;
  /** How many days its clock is ahead, as its answers tell; 0 by default. */
  readonly daysAhead?: number;
  /** Bodies are kept too, by default. */
  readonly keepsBodies?: boolean;
  /** Told of each request, before it is answered. */
  readonly onRequest?: (request: RecordedRequest) => void;
}

/** A gateway on loopback that speaks the Anthropic Messages API and keeps what reaches it. */
export interface PracticeGateway {
  /** The base URL a client is given. */
  readonly url: string;
  readonly port: number;
  /** The PEM certificate to trust; undefined for plain HTTP. */
  readonly ca: string | undefined;
  /** Everything that reached it, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Forgets the requests so far. */
  clear(): void;
  /** Misbehaves from the next request on, in a way of the table or in one of the caller's; without one it behaves again. */
  misbehave(way?: MisbehaviourName | Misbehaviour, settings?: MisbehaviourSettings): void;
  /** Closes the port and every open connection at once. */
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;

/** How a gateway is that nobody has asked anything special of. */
const AS_A_RULE: Settings = {
  keys: [PRACTICE_KEY],
  reads: 'both',
  open: false,
  models: PRACTICE_MODELS,
  basePath: '',
  demands: {},
  strict: false,
  rejects: [],
  format: 'anthropic',
  lists: 'anthropic',
};

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(port, '127.0.0.1', listening);
  });
  return (server.address() as AddressInfo).port;
}

/** Starts a practice gateway; rejects when the port is taken. */
export async function startPracticeGateway(options: PracticeGatewayOptions = {}): Promise<PracticeGateway> {
  const {
    port: wantedPort = 0,
    tls = 'none',
    gapMs = 5,
    daysAhead = 0,
    keepsBodies = true,
    onRequest,
    ...chosen
  } = options;
  const settings: Settings = { ...AS_A_RULE, ...chosen };
  const requests: RecordedRequest[] = [];
  let bad: { way: Misbehaviour; settings: MisbehaviourSettings } | undefined;

  const serve: RequestListener = (message, reply) => {
    const leaving = new AbortController();
    const gone = leaving.signal;
    reply
      .once('close', () => {
        leaving.abort();
      })
      .on('error', () => {
        leaving.abort();
      });
    void (async () => {
      const request = await record(message);
      if (daysAhead !== 0) reply.setHeader('date', new Date(Date.now() + daysAhead * DAY_MS).toUTCString());
      requests.push(keepsBodies ? request : { ...request, body: '' });
      onRequest?.(request);
      const good = usual(request, settings);
      const now = bad;
      if (now === undefined || REACHES.indexOf(good.reach) < REACHES.indexOf(now.way.who))
        return send(reply, good.answer, gapMs, gone);
      const turn = {
        request,
        reply,
        gone,
        settings: now.settings,
        usual: (path?: string) => usual(request, settings, path).answer,
      };
      const answer = typeof now.way.answer === 'function' ? await now.way.answer(turn) : now.way.answer;
      return answer === undefined || gone.aborted ? undefined : send(reply, answer, gapMs, gone);
    })();
  };

  const own = await certificate(tls);
  const server =
    own === undefined ? createHttpServer(serve) : createHttpsServer({ key: own.key, cert: own.cert }, serve);
  const port = await listen(server, wantedPort);
  return {
    url: `${own === undefined ? 'http' : 'https'}://127.0.0.1:${port}${settings.basePath}`,
    port,
    ca: own?.ca,
    requests,
    clear: () => {
      requests.length = 0;
    },
    misbehave: (way, chosen = {}) => {
      bad =
        way === undefined ? undefined : { way: typeof way === 'string' ? MISBEHAVIOURS[way] : way, settings: chosen };
    },
    stop: () =>
      new Promise((stopped) => {
        server.close(() => {
          stopped();
        });
        server.closeAllConnections();
      }),
  };
}
