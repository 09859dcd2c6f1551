import type { HeaderChoice } from '../claude/credential';
import type { Credentials } from './probeRequest';
import type { ProviderId } from '../claude/providers';
import type { Secret } from '../words/secret';

/** A model name that Claude Code uses here, and for what. */
export interface ModelInUse {
  readonly name: string;
  /** Such as `ANTHROPIC_DEFAULT_HAIKU_MODEL` or `background work`; printable. */
  readonly use: string;
  /** Nobody named it: it stands behind an alias until somebody does. Without it only what uses the alias fails, such as a choice in /model. */
  readonly isDefault?: true;
}

/** A proxy on the way, as Claude Code takes it. Never holds the proxy's own credential: only the host reads that. */
export interface ProxyOnTheWay {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** The variable that names it. */
  readonly variable: string;
  readonly hasCredential: boolean;
}

/** A command that prints the credential. */
export interface HelperTarget {
  readonly command: Secret;
  readonly fills: HeaderChoice;
  readonly mayRun: boolean;
  /** Why it is not run although it might, as a clause about it. */
  readonly refused?: string;
}

/**
 * What is asked, and with what: everything a probe may know. Plain data; credentials are `Secret`s.
 * @see targetOfAssessment, which makes it of a configuration.
 */
export interface Target {
  readonly provider: ProviderId;
  readonly baseUrl: string;
  /** Where Claude Code posts to; of other formats with `{model}` in it where the client chooses one. */
  readonly url: string;
  readonly origin: { readonly secure: boolean; readonly host: string; readonly port: number };
  /** Host and port for sentences. */
  readonly host: string;
  readonly credentials: Credentials;
  /** Both headers may be tried when nobody knows which one is read: of a credential whose kind is not known. */
  readonly kindKnown: boolean;
  /** Why there is no credential to send, as a clause; undefined when there is one. */
  readonly withoutCredential?: string;
  /** A command that prints the credential, and the headers that it fills. */
  readonly helper?: HelperTarget;
  /** Of ANTHROPIC_CUSTOM_HEADERS and the like, as Claude Code sends them. */
  readonly customHeaders: Readonly<Record<string, Secret>>;
  /** The main model first. Never empty. */
  readonly models: readonly [ModelInUse, ...ModelInUse[]];
  readonly proxy?: ProxyOnTheWay;
  /** How VS Code itself goes there, a printable clause such as “directly”; undefined when nobody knows. */
  readonly vscodeProxy?: string;
  readonly hasExtraCa: boolean;
  readonly hasClientCertificate: boolean;
  /** Of the client that runs there; undefined counts as the newest. */
  readonly clientVersion: string | undefined;
  /** CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS is on. */
  readonly reducedBetas: boolean;
  /** The model picker asks the gateway. */
  readonly discovery: boolean;
  /** When the run began, in milliseconds since 1970 by the clock of this machine. */
  readonly startedAt: number;
  /** Of this product, for the User-Agent. */
  readonly version: string;
}
