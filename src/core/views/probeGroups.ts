import { t } from '@vscode/l10n';
import type { ProbeResult } from '../probes/probe';

/** Probes that ask about the same, under one title. */
export interface ProbeGroup {
  readonly title: string;
  readonly members: readonly ProbeResult[];
}

type GroupId = 'path' | 'gateway' | 'models' | 'requests';

/** Where each probe belongs, by its id. Of the gateway is what is not named here. */
const MEMBERS: readonly (readonly [RegExp, GroupId])[] = [
  [/^(?:route|dns|tcp|tls|plain|encrypted|hello|clock)$/, 'path'],
  [/^(?:model:|models$|unknown-model$)/, 'models'],
  [/^(?:stream$|errors$|firewall$|harmless$|leaves$|size-|session|beta-header$|count-tokens$)/, 'requests'],
];

const ORDER: readonly GroupId[] = ['path', 'gateway', 'models', 'requests'];
/** Fewer than this need no titles. */
const FEW = 7;

/** The probes under titles, in the order of the run; a short list stays one group. */
export function groupProbes(probes: readonly ProbeResult[]): readonly ProbeGroup[] {
  if (probes.length < FEW) return [{ title: '', members: probes }];
  const idOf = ({ id }: ProbeResult): GroupId => MEMBERS.find(([pattern]) => pattern.test(id))?.[1] ?? 'gateway';
  return ORDER.map((group) => ({
    title: titleOf(group),
    members: probes.filter((probe) => idOf(probe) === group),
  })).filter(({ members }) => members.length > 0);
}

function titleOf(group: GroupId): string {
  return {
    path: t('The way there'),
    gateway: t('The gateway'),
    models: t('Models'),
    requests: t('What a session sends'),
  }[group];
}
