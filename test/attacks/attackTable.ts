import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { REPOSITORY } from '../host/repository';
import { ATTACKERS, PROMISES, type Attack } from './attack';

/** How an attack went. */
export type AttackOutcome = 'held' | 'broken' | 'tried elsewhere';

/** Where the table is left, for the run of all tests to print it. */
export const ATTACK_TABLE = join(REPOSITORY, 'out', 'attack-matrix.md');

const HEAD = ['attack', 'who', 'tries', 'meets', 'promise', 'result'] as const;

/** The attack matrix as a markdown table: first how many attacks there are by attacker and promise, then each. */
export function attackTable(outcomes: ReadonlyMap<Attack, AttackOutcome>): string {
  const attacks = [...outcomes.keys()];
  const promises = Object.keys(PROMISES) as (keyof typeof PROMISES)[];
  const counts = (Object.keys(ATTACKERS) as (keyof typeof ATTACKERS)[]).map((attacker) => [
    attacker,
    ...promises.map((promise) =>
      String(attacks.filter((attack) => attack.attacker === attacker && attack.promise === promise).length),
    ),
  ]);
  const rows = attacks.map((attack) => [
    attack.id,
    attack.attacker,
    attack.tries,
    attack.meets,
    attack.promise,
    'seenIn' in attack ? `tried in ${attack.seenIn.file}` : (outcomes.get(attack) ?? ''),
  ]);
  return [table(['', ...promises], counts), table(HEAD, rows)].join('\n');
}

/** Leaves the table in {@link ATTACK_TABLE}. */
export function writeAttackTable(text: string): void {
  mkdirSync(dirname(ATTACK_TABLE), { recursive: true });
  writeFileSync(ATTACK_TABLE, text);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map(
    (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`,
  );
  return `${lines.join('\n')}\n`;
}
