import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ATTACKERS } from '../attacks/attack';
import { EVERY_ATTACK } from '../attacks/everyAttack';
import { REPOSITORY } from '../host/repository';

describe('the page about security', () => {
  const page = readFileSync(join(REPOSITORY, 'SECURITY.md'), 'utf8');
  const sections = page.split(/^### /m).slice(1);

  it('has a section for each attacker', () => {
    assert.deepEqual(
      sections.map((section) => /^(?:The )?(\w+)/.exec(section)?.[1]?.toLowerCase()),
      Object.keys(ATTACKERS),
    );
  });

  it('names every attack of the matrix, and no other', () => {
    const ids = new Set(EVERY_ATTACK.map(({ id }) => id));
    const named = [...page.matchAll(/`([a-z]+(?:-[a-z0-9]+)+)`/g)].map(([, id = '']) => id);
    assert.deepEqual(
      named.filter((id) => !ids.has(id) && id !== 'jsonc-parser'),
      [],
    );
    assert.deepEqual(
      [...ids].filter((id) => !named.includes(id)),
      [],
    );
  });
});
