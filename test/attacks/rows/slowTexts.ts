import assert from 'node:assert/strict';
import { slowestOf } from '../../slowTexts/busy';
import { ERRORS, SETTINGS, SHOWN, VALUES, type Reader } from '../../slowTexts/readers';
import { SHAPES } from '../../slowTexts/shapes';
import type { Attack } from '../attack';

/** What is linear reads this in some milliseconds; what is not takes seconds. The bench has limits for longer texts. */
const LENGTH = 64 * 1024;
const LIMIT_MS = 500;

function quick(readers: readonly Reader[]): void {
  for (const reader of readers) {
    const { shape, ms } = slowestOf(reader, LENGTH, LIMIT_MS);
    assert.ok(ms <= LIMIT_MS, `${reader.name}: ${Math.round(ms)} ms for ${shape}`);
  }
}

const tries = (what: string): string => `${SHAPES.length} texts that are made to be slow, as ${what}`;
const MEETS = 'read in a time that grows with their length and no faster';

/** Texts that keep whoever reads them busy. */
export const SLOW_TEXTS: readonly Attack[] = [
  {
    id: 'slow-settings',
    attacker: 'repository',
    promise: 'alive',
    tries: tries('a settings file, also to write into'),
    meets: MEETS,
    run: () => {
      quick(SETTINGS);
    },
  },
  {
    id: 'slow-values',
    attacker: 'repository',
    promise: 'alive',
    tries: tries('an address, a credential, a header or a certificate'),
    meets: MEETS,
    run: () => {
      quick(VALUES);
    },
  },
  {
    id: 'slow-answers',
    attacker: 'gateway',
    promise: 'alive',
    tries: tries('an answer, or an error that somebody pastes'),
    meets: MEETS,
    run: () => {
      quick(ERRORS);
    },
  },
  {
    id: 'slow-shown',
    attacker: 'text',
    promise: 'alive',
    tries: tries('something that is to be shown without its secrets'),
    meets: MEETS,
    run: () => {
      quick(SHOWN);
    },
  },
  {
    id: 'slow-patterns',
    attacker: 'text',
    promise: 'alive',
    tries: 'a run of one character for every regular expression of the product',
    meets: 'none that takes longer than the text is long',
    seenIn: { file: 'unit/linearPatterns.test.ts', title: 'takes no longer than the text is long' },
  },
];
