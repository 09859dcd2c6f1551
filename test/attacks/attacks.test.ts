import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { REPOSITORY } from '../host/repository';
import type { Attack, Lab } from './attack';
import { attackTable, writeAttackTable, type AttackOutcome } from './attackTable';
import { EVERY_ATTACK } from './everyAttack';

describe('the attack matrix', () => {
  const outcomes = new Map<Attack, AttackOutcome>();
  const undo: (() => unknown)[] = [];
  const lab: Lab = {
    folder(files = {}) {
      const folder = mkdtempSync(join(tmpdir(), 'attack-'));
      undo.push(() => {
        rmSync(folder, { recursive: true, force: true });
      });
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
      }
      return folder;
    },
    whenOver: (action) => {
      undo.push(action);
    },
  };
  afterEach(async () => {
    for (let last = undo.pop(); last !== undefined; last = undo.pop()) await last();
  });
  after(() => {
    const text = attackTable(outcomes);
    console.log(text);
    writeAttackTable(text);
  });

  it('names each attack once', () => {
    assert.equal(new Set(EVERY_ATTACK.map(({ id }) => id)).size, EVERY_ATTACK.length);
  });

  for (const attack of EVERY_ATTACK) {
    it(`${attack.attacker} → ${attack.promise}: ${attack.tries} → ${attack.meets} (${attack.id})`, async () => {
      if ('seenIn' in attack) {
        outcomes.set(attack, 'tried elsewhere');
        const { file, title } = attack.seenIn;
        assert.ok(
          readFileSync(join(REPOSITORY, 'test', file), 'utf8').includes(title),
          `no test “${title}” in test/${file}`,
        );
        return;
      }
      outcomes.set(attack, 'broken');
      await attack.run(lab);
      outcomes.set(attack, 'held');
    });
  }
});
