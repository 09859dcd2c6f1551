import { t } from '@vscode/l10n';
import { addressProbes } from './rows/addressProbes';
import { aliveProbe } from './rows/aliveProbe';
import { bodyProbes } from './rows/bodyProbes';
import { discoveryProbe } from './rows/discoveryProbe';
import { helperProbe } from './rows/helperProbe';
import { messagesProbes, openGatewayProbe } from './rows/messagesProbes';
import { modelProbes } from './rows/modelProbes';
import { pathProbes } from './rows/pathProbes';
import { type ProbeId, probeRow } from './probeIds';
import { type ActionKind, type AnyProbe, type Done, type Probe } from './probe';
import { backOff } from './backOff';
import { sessionProbes } from './rows/sessionProbes';
import { streamProbe } from './rows/streamProbe';
import type { Target } from './target';
import { replyOf, statusOf } from './replies';

/** How much is asked: `quick` one paid request, `full` everything, `free` nothing that costs tokens. */
export type Scope = 'quick' | 'full' | 'free';

/** Requests of a full diagnosis that may cost tokens, beside one for each further model. */
const MOST_PAID = 6;

/** The probes of a scope, in the order in which their results are shown and their findings count. */
export function probesOf(scope: Scope, target: Target): readonly AnyProbe[] {
  return { quick: quickProbes, full: fullProbes, free: freeProbes }[scope](target);
}

/** Requests that may cost tokens, at most. */
export function mostPaidOf(scope: Scope, target: Target): number {
  return { quick: 1, full: MOST_PAID + target.models.length - 1, free: 0 }[scope];
}

/** The shortest request alone; what tells the causes of its failure apart comes only after that. */
function quickProbes(target: Target): readonly AnyProbe[] {
  const [messages, ...others] = messagesProbes([]);
  return [
    helperProbe,
    ...(messages === undefined ? [] : [messages]),
    ...others.map((row) => (row.id === 'redirect-target' ? row : onlyIf(row, 'messages', isRefused))),
    ...addressProbes(target),
    ...pathProbes(target).map((row) => onlyIf(row, 'messages', isLost)),
  ];
}

function fullProbes(target: Target): readonly AnyProbe[] {
  const path = pathProbes(target);
  return [
    ...path,
    helperProbe,
    ...messagesProbes(path.map(({ id }) => id).filter((id) => probeRow(id)?.isAwaited === true)),
    ...addressProbes(target),
    ...[
      ...bodyProbes(),
      ...sessionProbes(target),
      streamProbe,
      openGatewayProbe,
      ...modelProbes(target),
      ...(target.provider === 'anthropic' ? [discoveryProbe] : []),
    ].map(backOff),
  ];
}

function freeProbes(target: Target): readonly AnyProbe[] {
  return [aliveProbe(target), ...pathProbes(target).map((row) => onlyIf(row, 'alive', isLost))];
}

function isRefused(done: Done): boolean {
  return [401, 403].includes(statusOf(done, 'messages') ?? 0);
}

/** Nothing came back for `id`. What took as long as it could is not tried again in the same way. */
function isLost(done: Done, id: ProbeId, row: AnyProbe): boolean {
  const reply = replyOf(done, id);
  if (reply?.kind !== 'failure') return false;
  return !(/TIMEOUT/.test(reply.code) && probeRow(row.id)?.connects === true);
}

/** The row, run after another one and only for what that one showed. */
function onlyIf(row: AnyProbe, id: ProbeId, when: (done: Done, id: ProbeId, row: AnyProbe) => boolean): AnyProbe {
  const { act } = row as Probe<ActionKind>;
  return {
    ...row,
    after: [...row.after.filter((other) => other !== id), id],
    act: (target: Target, done: Done) =>
      when(done, id, row) ? act(target, done) : { skip: t('it isn’t needed'), hidden: true },
  } as AnyProbe;
}

/** Output tokens of the paid probes, at most. */
export function mostTokensOf(probes: readonly AnyProbe[], mostPaid: number): number {
  const costs = probes
    .filter(({ paid }) => paid > 0)
    .map(({ tokens = 1 }) => tokens)
    .sort((a, b) => b - a);
  return costs.slice(0, mostPaid).reduce((sum, tokens) => sum + tokens, 0);
}
