import type { Reply } from '../answers/reply';
import type { Secret } from '../words/secret';

/** One address of a name. */
export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}

/** What the resolver of the machine said, as the client would ask it. */
export type NameObservation =
  | { readonly kind: 'addresses'; readonly addresses: readonly Address[]; readonly ms: number }
  | { readonly kind: 'failure'; readonly code: string; readonly ms: number };

/** How connecting to each address went; `pending` ones had not answered when another one had, and a moment more had passed. */
export interface ConnectionObservation {
  readonly attempts: readonly (Address & {
    readonly outcome: 'open' | 'failed' | 'pending';
    readonly code?: string;
    readonly ms: number;
  })[];
  readonly ms: number;
}

/** A certificate as it was shown; dates are ISO 8601. Texts come from others and are not printable yet. */
export interface ObservedCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly issuerOrganization: string;
  readonly names: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly selfSigned: boolean;
}

/** Where certificates of authorities come from. `trusted` are all of them together, as Claude Code takes them. */
export type TrustStore = 'node' | 'system' | 'extra' | 'trusted';

/** What a TLS handshake showed. No request was sent over it, and no credential. */
export interface TlsObservation {
  /** `spoken: false`: something else than TLS answered, or nothing. */
  readonly spoken: boolean;
  /** Set when the handshake failed, or the certificate was not accepted by the {@link TrustStore} `trusted`. */
  readonly code?: string;
  readonly version?: string;
  /** The protocol chosen of `h2` and `http/1.1`; empty when the server chooses none. */
  readonly alpn?: string;
  /** As sent, the server's own first. */
  readonly chain: readonly ObservedCertificate[];
  /** Which stores lead to the certificate; undefined ones are not there or could not be asked. */
  readonly trustedBy: Partial<Readonly<Record<TrustStore, boolean>>>;
  /** An authority that is trusted here and bears the organization or first word of the missing issuer's name. */
  readonly relatedAuthority?: string;
  /** The server asked for a certificate of the client. */
  readonly asksForCertificate: boolean;
  readonly ms: number;
}

/** What running the credential command gave. `problem` is a clause. */
export interface HelperObservation {
  readonly ok: boolean;
  /** What it printed, where that is a credential. */
  readonly secret?: Secret;
  readonly problem?: string;
  readonly exitCode?: number | null;
  /** What it printed to standard error, redacted, one line. */
  readonly words?: string;
  /** Of a JWT: when it expires and was issued, in seconds since 1970. */
  readonly expires?: number;
  readonly issued?: number;
  readonly ms: number;
}

/** What each kind of action shows. */
export interface Observations {
  readonly none: { readonly ms: number };
  readonly resolve: NameObservation;
  readonly connect: ConnectionObservation;
  readonly tls: TlsObservation;
  readonly helper: HelperObservation;
  readonly http: Reply;
}
