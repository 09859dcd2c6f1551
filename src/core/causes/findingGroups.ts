import type { CauseId, Owner } from './causes';
import { rowOf } from './findings';

/** What one and the same cause was found for; more than one where it concerns several variables or places. */
export interface CauseGroup<T> {
  readonly cause: CauseId;
  readonly findings: readonly [T, ...T[]];
}

/** What one and the same person has to act on. */
export interface OwnerGroup<T> {
  readonly owner: Owner;
  readonly causes: readonly CauseGroup<T>[];
}

/** Findings by who acts, then by cause. Both stand where their first finding stood, so the worst stays in front. */
export function groupFindings<T extends { readonly cause: CauseId; readonly variant?: string }>(
  findings: readonly T[],
): OwnerGroup<T>[] {
  // Variants of one cause can be for different people.
  const byCause = groupBy(findings, (found) => `${found.cause} ${rowOf(found).owner}`);
  const causes = [...byCause.values()].flatMap(([first, ...rest]): CauseGroup<T>[] =>
    first === undefined ? [] : [{ cause: first.cause, findings: [first, ...rest] }],
  );
  return [...groupBy(causes, ({ findings: [first] }) => rowOf(first).owner)].map(([owner, own]) => ({
    owner,
    causes: own,
  }));
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
