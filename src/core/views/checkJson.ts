import { checkedOf, printable, type Checked, type ReportFinding } from './checked';
import type { Health } from '../health/health';
import { whole } from '../text/milliseconds';
import type { ProbeResult } from '../probes/probe';
import type { Phases } from '../answers/reply';
import type { Report } from './report';
import type { LastCheck } from '../probes/lastCheck';

/**
 * A check for machines: a documented, stable format without any secret. Keys are added, none is renamed or removed.
 *
 *     healthy       boolean: there was a check, and nothing needs fixing; a note doesn't make it false
 *     verdict       string: one sentence for people
 *     findings      most important first
 *       cause       id of the troubleshooting table
 *       owner       you | administrator | gateway-team | network-team | provider
 *       severity    error | warning | note
 *       certain     boolean: false where other causes are possible
 *       evidence    string: what the check observed
 *       title, why, remedy[], docs, variant?
 *     probes        in the order of the run
 *       id          string
 *       outcome     ok | warning | problem | skipped
 *       ms          whole number
 *       paid        whole number: requests that may have used tokens
 *       label, detail, startedAt?, phases?, arrivals?   times since the run began, those of phases and arrivals since the probe did
 *     paidRequests  whole number
 *     scope?        quick | full | free
 *     ms            whole number: of the whole check
 *     checkedAt?    ISO 8601
 *     incomplete    true if the check hadn't finished; otherwise missing
 *
 * @param secrets values that must not be in it, even if something echoed them
 */
export function checkJson(health: Health, last: LastCheck, secrets: readonly string[] = []): string {
  return json(answerOf(printable(checkedOf(health, last), secrets)));
}

/** The report for machines: {@link checkJson} with what each surface sends and which versions took part. */
export function reportJson(report: Report): string {
  return json({ ...answerOf(report), surfaces: report.surfaces, versions: report.environment });
}

function answerOf({
  state,
  verdict,
  findings,
  probes,
  paidRequests,
  scope,
  ms,
  checkedAt,
  unfinished,
}: Checked): Readonly<Record<string, unknown>> {
  return {
    healthy: state === 'connected',
    verdict,
    findings: findings.map(findingAnswer),
    probes: probes.map(probeAnswer),
    paidRequests: whole(paidRequests),
    scope,
    ms: whole(ms),
    checkedAt,
    ...(unfinished === undefined ? {} : { incomplete: true }),
  };
}

function findingAnswer({
  cause,
  ownerId,
  severity,
  certain,
  evidence,
  title,
  why,
  remedy,
  docs,
  variant,
}: ReportFinding): Readonly<Record<string, unknown>> {
  return { cause, owner: ownerId, severity, certain, evidence, title, why, remedy, docs, variant };
}

function probeAnswer({
  id,
  outcome,
  ms,
  paid,
  label,
  detail,
  startedAt,
  phases,
  arrivals,
}: ProbeResult): Readonly<Record<string, unknown>> {
  return {
    id,
    outcome,
    ms: whole(ms),
    paid: whole(paid),
    label,
    detail,
    startedAt: startedAt === undefined ? undefined : whole(startedAt),
    phases: phases === undefined ? undefined : wholePhases(phases),
    arrivals: arrivals?.map((arrival) => ({ ...arrival, ms: whole(arrival.ms) })),
  };
}

function wholePhases(phases: Phases): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(phases).map(([name, ms]: [string, number]) => [name, whole(ms)]));
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
