import type { Assessment } from './assessment';
import { explain, verdictOf, type Finding } from './findings';
import type { Health, LastCheck } from './health';
import { printableValue, redactLine } from './redact';
import { describeRequest } from './report';
import { SURFACE_LABEL } from './sources';
import { placeLabel } from './staticChecks';

/** The effective configuration for people: per surface what is sent, then each value with its places. */
export function configText(assessments: readonly Assessment[]): string {
  const blocks = assessments.map((assessment) => {
    const { surface, config, findings } = assessment;
    const lines: string[] = [SURFACE_LABEL[surface], `  sends ${describeRequest(assessment)}`];
    for (const { name, effective, sources, why } of config.variables) {
      lines.push(`  ${redactLine(name)} = ${name === 'apiKeyHelper' ? `a command, ${effective.value.toString()}` : printableValue(name, effective.value.reveal())}`, `      ${placeLabel(effective.source, effective.location)}. ${why}`);
      lines.push(...sources.slice(1).map(({ source, location }) => `      overrides ${placeLabel(source, location)}`));
    }
    lines.push(...findings.map((found) => `  ${MARK[found.severity]} ${verdictOf(found)}`));
    return lines.join('\n');
  });
  return `${blocks.join('\n\n')}\n`;
}

/**
 * The effective configuration for machines; a documented, stable format:
 * `{surfaces: {NAME: {willSend, reason?, provider, baseUrl, headers, overridden}}}`, without any secret.
 */
export function configJson(assessments: readonly Assessment[]): string {
  const surfaces = assessments.map(({ surface, request, config }) => {
    const { willSend, reason, provider, baseUrl, headers } = request;
    const overridden = config.variables.flatMap(({ name, effective, sources }) => sources.slice(1).map(({ source }) => ({ variable: name, source, by: effective.source })));
    return [surface, { willSend, ...(reason === undefined ? {} : { reason }), provider, baseUrl: { ...baseUrl, value: redactLine(baseUrl.value) }, headers, overridden }] as const;
  });
  return json({ surfaces: Object.fromEntries(surfaces) });
}

/** The verdict of a check, then one line per check. */
export function checkText(health: Health, last: LastCheck): string {
  const lines = [health.verdict, ''];
  for (const found of health.findings) {
    const { owner, remedy, docs } = explain(found);
    lines.push(`${MARK[found.severity]} ${explain(found).title}`, `    who acts: ${owner}`, ...remedy.map((step) => `    ${step}`), `    seen: ${found.evidence}`, `    ${docs}`);
  }
  lines.push(...last.checks.map(({ outcome, label, detail, ms }) => `${{ ok: '✓', problem: '✗', skipped: '–' }[outcome]} ${label}: ${detail} (${Math.round(ms)} ms)`));
  return `${lines.join('\n')}\n`;
}

/** The same for machines: `{healthy, verdict, findings, checks}`. */
export function checkJson(health: Health, last: LastCheck): string {
  return json({ healthy: health.state === 'connected', verdict: health.verdict, findings: health.findings.map(findingJson), checks: last.checks });
}

/** What an error text means. */
export function explainText(found: Finding): string {
  const { title, cause, owner, remedy, docs } = explain(found);
  const doubt = found.certain || found.cause === 'unknown' ? '' : ' (fits best, not certain)';
  return `${title}${doubt}\n  ${cause}\n  who acts: ${owner}\n${remedy.map((step) => `  ${step}`).join('\n')}\n  ${docs}\n`;
}

/** The same for machines. */
export function explainJson(found: Finding): string {
  return json(findingJson(found));
}

const MARK = { error: '✗', warning: '!', note: 'i' } as const;

function findingJson(found: Finding): Readonly<Record<string, unknown>> {
  const { title, cause, owner, remedy, docs } = explain(found);
  return { cause: found.cause, severity: found.severity, certain: found.certain, title, why: cause, owner, remedy, docs, evidence: found.evidence };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
