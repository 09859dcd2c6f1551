import type { CauseId } from '../../src/core/causes/causes';
import type { Misbehaviour } from '../gateway/misbehaviour';
import type { MisbehaviourName } from '../gateway/misbehaviours';
import type { PracticeGatewayOptions } from '../gateway/practice-gateway';
import type { ClientVersion } from './install';

/** What everybody answers to, in the namespace that a client is run in. */
export const GATEWAY_PORT = 8787;
export const PROXY_PORT = 3128;
/** Nobody listens here. */
export const DEAD_PORT = 8799;
export const BASE_URL = `http://127.0.0.1:${GATEWAY_PORT}`;

/** A way to make the real client fail, and what is really wrong then. */
export interface Failure {
  readonly name: string;
  readonly cause: CauseId;
  /** Causes that are as true as `cause`: a reading may be certain of them. */
  readonly also?: readonly CauseId[];
  /** How the practice gateway is set up; one that behaves and knows the key by default. */
  readonly gateway?: Omit<PracticeGatewayOptions, 'port'>;
  readonly misbehave?: MisbehaviourName | Misbehaviour['answer'];
  /** What a proxy on PROXY_PORT says to everything: a status line, or '' to hang up. The environment must name it. */
  readonly proxy?: string;
  /** Beside the gateway's address and key; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** As in a {@link World}. */
  readonly files?: Readonly<Record<string, string>>;
  /** The gateway's own authority is in NODE_EXTRA_CA_CERTS. */
  readonly trusted?: true;
  /** The only version that fails; the other repairs the request by itself. */
  readonly only?: ClientVersion;
  /** The client never ends: it is killed, and what it printed until then may be nothing. */
  readonly hangs?: true;
}
