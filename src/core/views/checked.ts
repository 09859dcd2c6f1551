import { t } from '@vscode/l10n';
import type { CauseId, Owner } from '../causes/causes';
import { explain, rowOf, verdictOf, type Finding } from '../causes/findings';
import { type Health } from '../health/health';
import { measured } from '../text/milliseconds';
import { findingsOf } from '../probes/probeFindings';
import type { ProbeResult } from '../probes/probe';
import { isWholeId } from '../probes/probeIds';
import type { Progress } from '../probes/progress';
import { redact } from '../words/redact';
import type { Phases } from '../answers/reply';
import { findingsToShow } from '../causes/silence';
import { mergeArrivals } from './streamTimeline';
import type { LastCheck } from '../probes/lastCheck';

/** The results of a check, for every text that is made from them. */
export interface Checked {
  readonly verdict: string;
  readonly state: Health['state'];
  /** Most important first. */
  readonly findings: readonly ReportFinding[];
  readonly probes: readonly ProbeResult[];
  /** ISO 8601; undefined when there was no check. */
  readonly checkedAt: string | undefined;
  readonly scope: LastCheck['scope'] | undefined;
  /** Requests that may have cost tokens. */
  readonly paidRequests: number;
  /** Of the whole check, in milliseconds. */
  readonly ms: number;
  /** Of a check that goes on, or was stopped before its end: the rest is what it has found until then. */
  readonly unfinished?: Unfinished;
}

/** How far a check has come. */
export interface Unfinished {
  readonly ended: number;
  readonly of: number;
  readonly stopped: boolean;
  /** What it waits for, or what it is doing: hosts or labels, each once. */
  readonly waitsFor: readonly string[];
  readonly doing: readonly string[];
}

/** A finding with the words of its row. */
export interface ReportFinding {
  readonly cause: CauseId;
  readonly variant?: string;
  readonly severity: Finding['severity'];
  readonly certain: boolean;
  readonly title: string;
  readonly why: string;
  readonly owner: string;
  readonly ownerId: Owner;
  readonly remedy: readonly string[];
  readonly evidence: string;
  readonly docs: string;
}

/** More chunks than a timeline has pixels don't make it clearer. */
const MOST_ARRIVALS = 200;

/** What was checked last, or what is known of the check that goes on. Nothing in it is redacted yet. */
export function checkedOf(health: Health, last: LastCheck | undefined, progress?: Progress): Checked {
  if (progress !== undefined) return unfinishedOf(health, last, progress);
  return {
    verdict: health.verdict,
    state: health.state,
    findings: health.findings.map(reportFinding),
    probes: (last?.probes ?? []).map(tidy),
    checkedAt: last === undefined ? undefined : new Date(measuredDate(last.at)).toISOString(),
    scope: last?.scope,
    paidRequests: measured(last?.paidRequests),
    ms: measured(last?.ms),
  };
}

/** Keys that hold only this product's own words. A variable whose value must not be shown may happen to hold the same word. */
const OWN_WORDS: ReadonlySet<string> = new Set<keyof Checked | keyof ReportFinding | keyof ProbeResult>([
  'state',
  'scope',
  'checkedAt',
  'outcome',
  'severity',
  'cause',
  'variant',
  'ownerId',
]);

/** A copy in which every text is printable and free of these secrets. Texts are shortened only after this: a part of a secret is not found. */
export function printable<T>(value: T, secrets: readonly string[]): T {
  return JSON.parse(JSON.stringify(value), (key, part: unknown) =>
    typeof part === 'string' && !isOwnWord(key, part) ? redact(part, secrets) : part,
  ) as T;
}

/** The probe `messages` is one; `model:claude-x` has a name from elsewhere in it. */
function isOwnWord(key: string, text: string): boolean {
  return OWN_WORDS.has(key) || (key === 'id' && isWholeId(text));
}

function unfinishedOf(
  health: Health,
  last: LastCheck | undefined,
  { scope, startedAt, results, running, of, stopped: isStopped }: Progress,
): Checked {
  const stopped = isStopped === true;
  // Once it is stopped, the state speaks of the last whole check again.
  const fromFiles = health.findings.filter(
    (found) =>
      !(last?.findings ?? []).some(({ cause, evidence }) => cause === found.cause && evidence === found.evidence),
  );
  const findings = stopped ? findingsToShow([...findingsOf(results), ...fromFiles]) : health.findings;
  const [first] = findings;
  const known = first !== undefined && first.severity !== 'note';
  const verdict = known
    ? verdictOf(first)
    : stopped
      ? t('The check was stopped before it reached a verdict.')
      : health.verdict;
  return {
    verdict,
    state: !stopped ? 'checking' : known ? (first.severity === 'error' ? 'problem' : 'warning') : 'not-checked',
    findings: findings.map(reportFinding),
    probes: results.map(tidy),
    checkedAt: new Date(measuredDate(startedAt)).toISOString(),
    scope,
    paidRequests: results.reduce((sum, { paid }) => sum + measured(paid), 0),
    ms: Math.max(0, ...results.map(({ startedAt: from, ms }) => measured(from) + measured(ms))),
    unfinished: {
      ended: results.length,
      of: Math.max(of, results.length + running.length),
      stopped,
      waitsFor: [...new Set(running.flatMap(({ waitsFor }) => waitsFor ?? []))],
      doing: [...new Set(running.map(({ label }) => label))],
    },
  };
}

function reportFinding(found: Finding): ReportFinding {
  const { title, cause: why, owner, remedy, docs } = explain(found);
  const { cause, variant, severity, certain, evidence } = found;
  return {
    cause,
    ...(variant === undefined ? {} : { variant }),
    severity,
    certain,
    title,
    why,
    owner,
    ownerId: rowOf(found).owner,
    remedy,
    evidence,
    docs,
  };
}

/** Numbers that can be drawn, no more arrivals than can be seen, and no findings: those are listed separately. */
function tidy({ id, label, outcome, detail, ms, startedAt, paid, phases, arrivals }: ProbeResult): ProbeResult {
  return {
    id,
    label,
    outcome,
    detail,
    ms: measured(ms),
    ...(startedAt === undefined ? {} : { startedAt: measured(startedAt) }),
    ...(paid === undefined ? {} : { paid: measured(paid) }),
    ...(phases === undefined ? {} : { phases: tidyPhases(phases) }),
    ...(arrivals === undefined || arrivals.length === 0 ? {} : { arrivals: mergeArrivals(arrivals, MOST_ARRIVALS) }),
  };
}

function tidyPhases(phases: Phases): Phases {
  return Object.fromEntries(
    Object.entries(phases).flatMap(([name, ms]: [string, number | undefined]) =>
      ms === undefined ? [] : [[name, measured(ms)]],
    ),
  );
}

/** A moment that a date can be made of. */
function measuredDate(ms: number): number {
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? ms : 0;
}
