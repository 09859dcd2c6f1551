import { checkedOf, printable, type ReportFinding } from './checked';
import { UNKNOWABLE, type EffectiveConfig } from './effectiveConfig';
import type { Health } from '../health/health';
import { whole } from '../text/milliseconds';
import { outcomeMark } from './outcomeMark';
import type { ProbeResult } from '../probes/probe';
import { timelineStrip, timelineSummary } from './streamTimeline';
import { gateLines, sendsText } from './surfaceWords';
import { timedProbes, waterfallBars, waterfallSummary } from './waterfall';
import type { LastCheck } from '../probes/lastCheck';
import { fullPlaceText, type ConfigRow } from './surfaceConfig';
import { onOneLine } from '../text/trim';

/** The effective configuration for people: the verdict, what each surface sends, then each value with its places. */
export function configText(config: EffectiveConfig): string {
  const blocks = [
    [config.verdict],
    config.sending.flatMap((group) => [
      group.label,
      `  ${sendsText(group.members[0])}`,
      ...gateLines(group).map((text) => `  ${text}`),
    ]),
    config.problems.map(
      ({ severity, text, surfaces }) => `${MARK[severity]} ${surfaces === undefined ? '' : `${surfaces}: `}${text}`,
    ),
    ...config.tables.map(({ label, members: [{ rows }] }) => [
      label,
      ...(rows.length === 0 ? ['  nothing is set'] : rows.flatMap(rowLines)),
    ]),
    config.settings.length === 0
      ? []
      : ['VS Code settings', ...config.settings.map(({ name, value, effect }) => `  ${name} = ${value}: ${effect}`)],
    [
      'Also checked',
      ...config.alsoLookedAt.map(({ place, why }) => `  ${fullPlaceText(place)}: ${why}`),
      `  ${UNKNOWABLE}`,
    ],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/**
 * The effective configuration for machines; a documented, stable format without any secret. Keys are added, none is renamed:
 * `{verdict, surfaces: {NAME: {willSend, reason?, provider, baseUrl, url, headers, loginGate, overridden, variables}}, problems, notCounting}`.
 */
export function configJson(config: EffectiveConfig): string {
  const surfaces = config.surfaces.map(({ surface, request, url, baseUrl, loginGate, rows }) => {
    const { willSend, reason, provider, headers } = request;
    return [
      surface,
      {
        willSend,
        ...(reason === undefined ? {} : { reason }),
        provider,
        baseUrl: { ...request.baseUrl, value: baseUrl },
        url,
        headers,
        loginGate,
        overridden: rows.flatMap(({ name, place, overrides }) =>
          overrides.map((other) => ({ variable: name, source: other.place.source, by: place.source })),
        ),
        variables: rows.map(({ name, fullValue, place }) => ({
          variable: name,
          value: fullValue,
          source: place.source,
          ...(place.file === undefined ? {} : { file: place.file }),
          ...(place.line === undefined ? {} : { line: place.line }),
        })),
      },
    ] as const;
  });
  const notCounting = config.alsoLookedAt
    .filter(({ absent }) => !absent)
    .map(({ place, why }) => ({
      source: place.source,
      ...(place.file === undefined ? {} : { file: place.file }),
      ...(place.line === undefined ? {} : { line: place.line }),
      why,
    }));
  return json({
    verdict: config.verdict,
    surfaces: Object.fromEntries(surfaces),
    problems: config.problems.map(({ cause, severity, text, surfaces: where }) => ({
      cause,
      severity,
      text,
      surfaces: where,
    })),
    notCounting,
  });
}

/**
 * A check for a terminal: the verdict, what each person has to act on, one line per probe, and where the time went.
 * @param secrets values that must not be in it, even if something echoed them
 */
export function checkText(health: Health, last: LastCheck, secrets: readonly string[] = []): string {
  const { verdict, findings, probes, paidRequests } = printable(checkedOf(health, last), secrets);
  const timed = timedProbes(probes);
  const streams = probes.filter(({ arrivals = [] }) => arrivals.length > 0);
  const blocks = [
    [verdict],
    findings.flatMap(findingLines),
    probes.map(probeLine),
    timed.length === 0 ? [] : ['Timing', waterfallSummary(timed), ...waterfallBars(timed)],
    ...streams.map(({ label, arrivals = [] }) => [
      `Stream timeline: ${label}`,
      timelineSummary(arrivals),
      timelineStrip(arrivals),
    ]),
    last.probes.length === 0
      ? []
      : [
          paidRequests === 0
            ? 'None of the requests could use tokens.'
            : `${whole(paidRequests)} of the requests may have used tokens.`,
        ],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.map(onOneLine).join('\n'))
    .join('\n\n')}\n`;
}

function findingLines({ severity, title, owner, remedy, evidence, certain, docs }: ReportFinding): string[] {
  return [
    `${MARK[severity]} ${title}`,
    `    who can fix it: ${owner}`,
    ...remedy.map((step) => `    ${step}`),
    `    evidence: ${evidence}${certain ? '' : ' (most likely, not certain)'}`,
    `    ${docs}`,
  ];
}

function probeLine({ outcome, label, detail, ms, paid = 0 }: ProbeResult): string {
  const after = [...(outcome === 'skipped' ? [] : [`${whole(ms)} ms`]), ...(paid > 0 ? ['may have used tokens'] : [])];
  return `${outcomeMark(outcome)} ${label}: ${detail}${after.length === 0 ? '' : ` (${after.join(', ')})`}`;
}

function rowLines({ name, value, place, why, overrides }: ConfigRow): string[] {
  return [
    `  ${name} = ${value}`,
    `      ${fullPlaceText(place)}. ${why}`,
    ...overrides.map((other) => `      overrides ${fullPlaceText(other.place)}${other.same ? ' (same value)' : ''}`),
  ];
}

const MARK = { error: '✗', warning: '!', note: 'i' } as const;

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
