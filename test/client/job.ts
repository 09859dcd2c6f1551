import type { Reads } from '../gateway/credentials';
import type { MisbehaviourName } from '../gateway/misbehaviours';
import type { Rejection } from '../gateway/rejections';
import type { RecordedRequest } from '../gateway/recorded-request';

/** The practice gateway that a run of the client can reach. */
export interface ClientGateway {
  /** The port the given environment or settings name. */
  readonly port: number;
  readonly keys: readonly string[];
  readonly reads: Reads;
  readonly models?: readonly string[];
  readonly basePath?: string;
  readonly misbehave?: MisbehaviourName;
  /** What its upstream does not take. */
  readonly rejects?: readonly Rejection[];
}

/** What the process inside the namespace is told. */
export interface Job {
  readonly gateway: ClientGateway;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly timeoutMs: number;
  /** The text of /etc/claude-code/managed-settings.json. */
  readonly managedSettings?: string;
}

/** What a run of the client came to. */
export interface ClientRun {
  /** null when it was killed on time-out. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Everything that reached the gateway, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** How long the client itself ran. */
  readonly ms: number;
}
