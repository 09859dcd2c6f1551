import { CAUSE_IDS, type Severity } from '../causes/causes';
import type { Finding } from '../causes/findings';
import type { ProbeResult } from '../probes/probe';
import { resultId } from '../probes/probeIds';
import { redactLine } from '../words/redact';
import type { Arrival, Phases } from '../answers/reply';
import {
  bool,
  dictionary,
  list,
  map,
  maybe,
  number,
  object,
  oneOf,
  readAs,
  text,
  that,
  type ReadAs,
} from '../text/shape';
import { TROUBLESHOOTING } from '../causes/table';
import type { Row } from '../causes/row';
import type { LastCheck } from '../probes/lastCheck';

/** What a date holds, in milliseconds. */
const LATEST = 8.64e15;
const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];
const OUTCOMES: readonly ProbeResult['outcome'][] = ['ok', 'warning', 'problem', 'skipped'];
const SCOPES: readonly LastCheck['scope'][] = ['quick', 'full', 'free'];
/** Far more than a check has of anything: lines, findings, facts. */
const MOST = 500;
/** A body is watched for as many pieces: `host/network/responseBody.ts`. */
const MOST_ARRIVALS = 5000;
/** Of a line that is shown, and of the texts of a target. */
const LONGEST = 4000;
const LONGEST_TARGET = 20_000;

const moment = number(LATEST);
const count = number(1e9, true);
/** Printed as it stands: whoever wrote it, it is one line, and nothing in it steers a terminal or looks like a credential. */
const line = map(text(LONGEST), (value) => redactLine(value, [], LONGEST));
const id = map(line, resultId);
const isTrue = that((value): value is true => value === true);

/** A finding as a check keeps it. Its fix is not: fixes follow from files as they are now, never from what was stored. */
const checkedFinding = object<Omit<Finding, 'fix'>>({
  cause: oneOf(CAUSE_IDS),
  severity: oneOf(SEVERITIES),
  certain: bool,
  evidence: line,
  facts: dictionary(line, MOST),
  variant: maybe(line),
});

const finding = (value: unknown, at: string): Finding => {
  const found = checkedFinding(value, at);
  const row: Row = TROUBLESHOOTING[found.cause];
  // A version that knows a variant more words it by its row alone, as one that knows none.
  if (found.variant === undefined || (row.variants !== undefined && Object.hasOwn(row.variants, found.variant)))
    return found;
  const { cause, severity, certain, evidence, facts } = found;
  return { cause, severity, certain, evidence, facts };
};

const phases = object<Phases>({
  resolved: maybe(moment),
  connected: maybe(moment),
  tunnelled: maybe(moment),
  secured: maybe(moment),
  answered: maybe(moment),
});
const arrival = object<Arrival>({ ms: moment, bytes: count, events: count });

const result = object<ProbeResult>({
  id,
  label: line,
  asks: maybe(line),
  outcome: oneOf(OUTCOMES),
  detail: line,
  ms: moment,
  startedAt: maybe(moment),
  paid: maybe(count),
  phases: maybe(phases),
  arrivals: maybe(list(arrival, MOST_ARRIVALS)),
  findings: maybe(list(finding, MOST)),
  supersedes: maybe(list(id, MOST)),
  provesCredential: maybe(isTrue),
});

/** The shape of a {@link LastCheck}, for what holds one. */
export const checkShape = object<LastCheck>({
  at: moment,
  target: text(LONGEST_TARGET),
  recheckedAt: maybe(moment),
  findings: list(finding, MOST),
  probes: list(result, MOST),
  scope: oneOf(SCOPES),
  paidRequests: count,
  answersAnything: maybe(isTrue),
  ms: moment,
});

/**
 * Reads a check that was kept: by an earlier version or a later one, by another window, or by nobody of us. It is taken as a
 * whole or not at all: without a finding that this version does not know, what remains would say that all is well. Never throws.
 */
export function parseCheck(value: unknown): ReadAs<LastCheck> {
  return readAs(checkShape, value);
}
