import { t } from '@vscode/l10n';
import { finding } from '../causes/findings';
import type { ActionKind, AnyProbe, Judged, ProbeResult } from './probe';
import type { Observations } from './observations';
import { redact } from '../words/redact';
import { tableText } from '../text/tableText';

/** The label of a probe for people. */
export function labelOf({ label, labelFacts }: Pick<AnyProbe, 'label' | 'labelFacts'>): string {
  return tableText(label).replace(/\{(\w+)\}/g, (whole, name: string) => labelFacts?.[name] ?? whole);
}

/** What a result says of its probe. */
export function nameOf(row: AnyProbe): Pick<ProbeResult, 'id' | 'label' | 'asks'> {
  return { id: row.id, label: labelOf(row), asks: tableText(row.asks) };
}

/** Whatever a probe says of what others said: none of it may be a credential of this run. */
function withoutSecrets(judged: Judged, secrets: readonly string[]): Judged {
  const clean = (text: string): string => redact(text, secrets);
  const findings = judged.findings?.map((found) => ({
    ...found,
    evidence: clean(found.evidence),
    facts: Object.fromEntries(Object.entries(found.facts).map(([name, value]) => [name, clean(value)])),
  }));
  return { ...judged, detail: clean(judged.detail), ...(findings === undefined ? {} : { findings }) };
}

/** What a probe has seen, as its row judges it, without these secrets. */
export function resultOf(
  row: AnyProbe,
  judged: Judged,
  seen: Observations[ActionKind],
  secrets: readonly string[],
): ProbeResult {
  const { outcome, detail, findings = [], supersedes = [], provesCredential } = withoutSecrets(judged, secrets);
  const { phases, arrivals } = seen as Partial<Pick<ProbeResult, 'phases' | 'arrivals'>>;
  return {
    ...nameOf(row),
    outcome,
    detail,
    ms: seen.ms,
    ...(phases === undefined ? {} : { phases }),
    ...(arrivals === undefined ? {} : { arrivals }),
    ...(findings.length === 0 ? {} : { findings }),
    ...(supersedes.length === 0 ? {} : { supersedes }),
    ...(provesCredential === undefined ? {} : { provesCredential }),
  };
}

/** A fault of this product. The message stays out: nobody knows what stands in it. */
export function crashed(row: AnyProbe, error: unknown, ms: number): ProbeResult {
  const name = error instanceof Error ? error.name : 'unknown';
  const detail = t('this check itself failed ({name})', { name });
  return {
    ...nameOf(row),
    outcome: 'warning',
    detail,
    ms,
    findings: [finding('probe-failed', t('{check}: {detail}', { check: labelOf(row), detail }))],
  };
}
