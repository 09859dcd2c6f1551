import { t } from '@vscode/l10n';
import { groupProbes } from '../../core/views/probeGroups';
import type { ProbeResult } from '../../core/probes/probe';
import type { Progress } from '../../core/probes/progress';
import type { TreeNode } from './treeNode';
import type { LastCheck } from '../../core/probes/lastCheck';
import { OUTCOME_ICON } from './icons';

type Outcome = ProbeResult['outcome'];

/** What people look for comes first. */
const GRAVITY = { problem: 0, warning: 1, ok: 2, skipped: 3 } as const satisfies Record<Outcome, number>;
/** That many rows fit at a glance; more are folded into groups. */
const MOST_ROWS = 12;

/** How far a check is, in words: `12 of 34, waiting for llm.example.com:443 (Connect)`. */
export function progressText({ scope, results, of, running }: Progress): string {
  const count = { done: results.length, of: Math.max(of, results.length) };
  const slow = running.find(({ waitsFor }) => waitsFor !== undefined);
  // Most of a quick check is for cases that don't occur.
  if (scope === 'quick')
    return slow?.waitsFor === undefined
      ? (running[0]?.label ?? '')
      : t('waiting for {host} ({check})', { host: slow.waitsFor, check: slow.label });
  if (slow?.waitsFor === undefined) return t('{done} of {of}', count);
  return t('{done} of {of}, waiting for {host} ({check})', { ...count, host: slow.waitsFor, check: slow.label });
}

/** The row “Checks”, with a row a probe below it: of the check that is running or was stopped, or else of the last one. */
export function checksNode(lastCheck: LastCheck | undefined, progress: Progress | undefined): TreeNode {
  // VS Code keeps a row folded by its id once it had nothing below it.
  const node = (description: string, children: readonly TreeNode[]): TreeNode => ({
    id: children.length === 0 ? 'checks-none' : 'checks',
    label: t('Checks'),
    description,
    icon: 'checklist',
    children,
    expanded: true,
  });
  if (progress === undefined)
    return node(
      lastCheck === undefined ? t('not checked yet') : new Date(lastCheck.at).toLocaleTimeString(),
      resultNodes(lastCheck?.probes ?? []),
    );
  const count = { done: progress.results.length, of: Math.max(progress.of, progress.results.length) };
  if (progress.stopped === true) {
    const text = t('Incomplete: stopped after {done} of {of}', count);
    return node(t('incomplete'), [
      { id: 'checks-stopped', label: text, icon: 'stop-circle', tooltip: text },
      ...resultNodes(progress.results),
    ]);
  }
  return node(t('{done} of {of}', count), [...progress.running.map(runningNode), ...resultNodes(progress.results)]);
}

function runningNode({ id, label, waitsFor }: Progress['running'][number]): TreeNode {
  const text = waitsFor === undefined ? t('running') : t('waiting for {host}', { host: waitsFor });
  return { id: `running-${id}`, label, description: text, icon: 'sync~spin', tooltip: `${label}: ${text}` };
}

function resultNodes(results: readonly ProbeResult[]): TreeNode[] {
  if (results.length <= MOST_ROWS) return results.map(resultNode);
  return groupProbes(results).map(({ title, members }) =>
    groupNode(
      title,
      [...members].sort((a, b) => GRAVITY[a.outcome] - GRAVITY[b.outcome]),
    ),
  );
}

/** Unfolded where something is wrong. The id says so too: VS Code keeps folded what it has shown folded under one id. */
function groupNode(label: string, results: readonly ProbeResult[]): TreeNode {
  const count = (outcome: Outcome): number => results.filter((result) => result.outcome === outcome).length;
  const parts: readonly (readonly [number, string])[] = [
    [count('problem'), t('{count} failed', { count: count('problem') })],
    [count('warning'), t('{count} with a warning', { count: count('warning') })],
    [count('ok'), t('{count} passed', { count: count('ok') })],
    [count('skipped'), t('{count} skipped', { count: count('skipped') })],
  ];
  const wrong = count('problem') + count('warning') > 0;
  const description = parts
    .filter(([many]) => many > 0)
    .map(([, text]) => text)
    .join(' · ');
  return {
    id: `checks-${label}${wrong ? '-wrong' : ''}`,
    label,
    description,
    icon: OUTCOME_ICON[results[0]?.outcome ?? 'ok'],
    tooltip: `${label}: ${description}`,
    children: results.map(resultNode),
    expanded: wrong,
  };
}

function resultNode({ id, label, outcome, detail, ms }: ProbeResult): TreeNode {
  const time = outcome === 'skipped' ? '' : `${t('{ms} ms', { ms: Math.round(ms) })} · `;
  return {
    id: `check-${id}`,
    label,
    description: `${time}${outcomeWord(outcome)}`,
    icon: OUTCOME_ICON[outcome],
    tooltip: `${label}: ${detail}`,
    spoken: detail,
  };
}

function outcomeWord(outcome: Outcome): string {
  return { ok: t('passed'), warning: t('warning'), problem: t('failed'), skipped: t('skipped') }[outcome];
}
