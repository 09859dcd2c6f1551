import type { CauseId } from '../../src/core/causes/causes';
import { DEAD_PORT, GATEWAY_PORT, PROXY_PORT } from '../client/failure';
import { installClient } from '../client/install';
import { runIsolated } from '../client/isolatedScript';
import type { MisbehaviourName } from '../gateway/misbehaviours';
import type { PracticeGatewayOptions } from '../gateway/practice-gateway';

/** What is wrong, in a namespace of its own. */
export interface Fault {
  readonly name: string;
  readonly cause: CauseId;
  readonly baseUrl: string;
  readonly gateway?: Omit<PracticeGatewayOptions, 'port'>;
  readonly misbehave?: MisbehaviourName;
  /** For client and diagnosis alike. */
  readonly env?: Readonly<Record<string, string>>;
}

const GATEWAY = `http://127.0.0.1:${GATEWAY_PORT}`;

export const FAULTS: readonly Fault[] = [
  { name: 'nobody listens', cause: 'gateway-unreachable', baseUrl: `http://127.0.0.1:${DEAD_PORT}` },
  { name: 'unknown name', cause: 'dns-failure', baseUrl: `http://no-such-gateway.test:${GATEWAY_PORT}` },
  { name: 'wrong key (401)', cause: 'credential-rejected', baseUrl: GATEWAY, gateway: { keys: ['sk-another-key'] } },
  { name: 'rate limit (429)', cause: 'rate-limited', baseUrl: GATEWAY, misbehave: 'rate-limited' },
  { name: 'stream stalls', cause: 'response-buffered', baseUrl: GATEWAY, misbehave: 'stalled-stream' },
  {
    name: 'proxy refuses',
    cause: 'corporate-proxy',
    baseUrl: 'https://gateway.test',
    env: { HTTPS_PROXY: `http://127.0.0.1:${PROXY_PORT}` },
  },
];

/** What the process inside a namespace is told. */
export interface ClientTimeJob {
  /** The client's executable; without one the faults are diagnosed. */
  readonly client?: string;
  readonly names: readonly string[];
  readonly longestMs: number;
}

/** How long one of both took, and what it said. */
export interface Told {
  readonly name: string;
  readonly ms: number;
  /** The cause, or the client's words; undefined where it said nothing. */
  readonly said?: string;
}

/** One fault, diagnosed and met by the real client. */
export interface ClientTime {
  readonly fault: Fault;
  readonly ours: Told;
  readonly client: Told;
}

/** Longer than this nobody waits for the client, not even here. */
export const LONGEST_CLIENT_MS = 200_000;

/**
 * From the start to the named cause, beside the real client with its usual retries, from its start to its own message.
 * Takes as long as the slowest client: they wait at the same time. Linux only.
 */
export async function benchClientTime(): Promise<readonly ClientTime[]> {
  const client = await installClient();
  const names = FAULTS.map(({ name }) => name);
  const run = (job: Omit<ClientTimeJob, 'longestMs'>): Promise<Told[]> =>
    runIsolated<Told>(
      '../bench/insideClientTime.ts',
      { ...job, longestMs: LONGEST_CLIENT_MS } satisfies ClientTimeJob,
      job.names.length,
    );
  const ours = await run({ names });
  const theirs = (await Promise.all(names.map((name) => run({ client, names: [name] })))).flat();
  return FAULTS.flatMap((fault) => {
    const [own, other] = [ours, theirs].map((all) => all.find(({ name }) => name === fault.name));
    return own === undefined || other === undefined ? [] : [{ fault, ours: own, client: other }];
  });
}
