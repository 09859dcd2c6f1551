import assert from 'node:assert/strict';
import { rowOf } from '../../../../src/core/causes/findings';
import {
  isSkip,
  type ActionInput,
  type ActionKind,
  type AnyProbe,
  type Done,
  type Judged,
  type Probe,
} from '../../../../src/core/probes/probe';
import type { Target } from '../../../../src/core/probes/target';
import { SENTINEL, target } from './support';

/** The row of a table by its id. */
export function rowOfTable(rows: readonly AnyProbe[], id: string): Probe<ActionKind> {
  const found = rows.find((row) => row.id === id);
  assert.ok(found !== undefined, `no probe ${id}: ${rows.map((row) => row.id).join(', ')}`);
  return found as Probe<ActionKind>;
}

/** What a probe says of what it saw: severity, cause, variant, owner and evidence; or its outcome and detail. */
export function judged(
  row: Probe<ActionKind>,
  seen: unknown,
  before: Done = new Map(),
  now: Target = target(),
): string {
  const verdict: Judged = row.judge(seen as never, now, before);
  const text = JSON.stringify(verdict);
  assert.ok(!text.includes(SENTINEL), text);
  assert.doesNotMatch(
    [verdict.detail, ...(verdict.findings ?? []).map(({ evidence }) => evidence)].join(''),
    /[\p{Cc}\p{Cf}]/u,
  );
  const [found] = verdict.findings ?? [];
  return found === undefined
    ? `${verdict.outcome} ${verdict.detail}`
    : `${found.severity} ${found.cause}${found.variant === undefined ? '' : `/${found.variant}`} ${rowOf(found).owner}${found.certain ? '' : '?'} ${found.evidence}`;
}

/** What a probe would send or connect to; `hidden` or the reason when it does nothing. */
export function acted(
  row: Probe<ActionKind>,
  before: Done = new Map(),
  now: Target = target(),
): (ActionInput['http'] & ActionInput['connect']) | string {
  const action = row.act(now, before);
  if (isSkip(action)) return action.hidden === true ? 'hidden' : action.skip;
  return action as ActionInput['http'] & ActionInput['connect'];
}
