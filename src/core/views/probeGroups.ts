import { t } from '@vscode/l10n';
import type { ProbeResult } from '../probes/probe';
import { probeRow, type ProbeGroupId } from '../probes/probeIds';

/** Probes that ask about the same, under one title. */
export interface ProbeGroup {
  readonly title: string;
  readonly members: readonly ProbeResult[];
}

const ORDER: readonly ProbeGroupId[] = ['path', 'gateway', 'models', 'requests'];
/** Fewer than this need no titles. */
const FEW = 7;

/** The probes under titles, in the order of the run; a short list stays one group. */
export function groupProbes(probes: readonly ProbeResult[]): readonly ProbeGroup[] {
  if (probes.length < FEW) return [{ title: '', members: probes }];
  // What another version has asked was asked of the gateway.
  const groupOf = ({ id }: ProbeResult): ProbeGroupId => probeRow(id)?.group ?? 'gateway';
  return ORDER.map((group) => ({
    title: titleOf(group),
    members: probes.filter((probe) => groupOf(probe) === group),
  })).filter(({ members }) => members.length > 0);
}

function titleOf(group: ProbeGroupId): string {
  return {
    path: t('Network path'),
    gateway: t('Gateway'),
    models: t('Models'),
    requests: t('Session requests'),
  }[group];
}
