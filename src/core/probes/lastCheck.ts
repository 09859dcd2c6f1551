import type { Finding } from '../causes/findings';
import type { PredictedRequest } from '../config/predict';
import type { ProbeResult } from './probe';
import { measured } from '../text/milliseconds';

/** The last time the gateway was asked. Holds no secret: it is kept between sessions. */
export interface LastCheck {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** {@link requestKey} the request that was checked: another target makes the result worthless. */
  readonly target: string;
  /** When a check without tokens confirmed or corrected it, in milliseconds since 1970. */
  readonly recheckedAt?: number;
  /** What was found; none means that it works. */
  readonly findings: readonly Finding[];
  readonly probes: readonly ProbeResult[];
  /** How much was asked: `free` ones cost nothing and show less. */
  readonly scope: 'quick' | 'full' | 'free';
  /** Requests that were sent and may have cost tokens. */
  readonly paidRequests: number;
  /** Even a request without a message is answered there, and may cost tokens: none is sent unasked any more. */
  readonly answersAnything?: true;
  /** Milliseconds from the first probe to the verdict. */
  readonly ms: number;
}

/** What a check result belongs to: address and origin of the credential. Holds no secret. */
export function requestKey(request: PredictedRequest): string {
  return JSON.stringify([
    request.provider,
    request.printableUrl,
    request.headers.authorization,
    request.headers.xApiKey,
  ]);
}

/** The probe that made a finding: what it does, in words, and when it began, in milliseconds since 1970. */
export function probeBehind(
  { cause, evidence }: Pick<Finding, 'cause' | 'evidence'>,
  { at, probes }: Pick<LastCheck, 'at' | 'probes'>,
): { readonly label: string; readonly at: number } | undefined {
  const found = probes.find(({ findings = [] }) =>
    findings.some((one) => one.cause === cause && one.evidence === evidence),
  );
  return found === undefined ? undefined : { label: found.label, at: at + measured(found.startedAt) };
}
