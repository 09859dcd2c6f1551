import assert from 'node:assert/strict';
import { readingOfSetting } from '../../../src/core/files/environment';
import { namesInTree, wrongNames } from '../../../src/core/files/vscodeSettings';
import { assessed, reading } from '../../unit/core/support';
import { recordedLog } from '../../unit/ui/recordedLog';
import { slowestOf } from '../../slowTexts/busy';
import { ERRORS, SETTINGS, SHOWN, VALUES, type Reader } from '../../slowTexts/readers';
import { SHAPES } from '../../slowTexts/shapes';
import type { Attack } from '../attack';

/** What is linear reads this in some milliseconds; what is not takes seconds. The bench has limits for longer texts. */
const LENGTH = 64 * 1024;
const LIMIT_MS = 500;

/** As many names in one file, and how long it may take to read them; where time grows with their square it’s several times as long. */
const FLOOD = 50_000;
const FLOOD_MS = 8000;

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
    id: 'flood-of-names',
    attacker: 'repository',
    promise: 'alive',
    tries:
      'the workspace settings hold tens of thousands of wrong setting names, a name of a megabyte, and tens of thousands of variables and keys',
    meets: 'each is read at once, and no more names are reported than somebody could misspell',
    run: () => {
      const many = Array.from({ length: FLOOD }, (_, index) => `env${index}`);
      const start = performance.now();
      const oddities = wrongNames(
        namesInTree({ claudeCode: Object.fromEntries(['x'.repeat(2 ** 20), ...many].map((name) => [name, 1])) }),
      );
      const setting = readingOfSetting([...many, ...many].map((name) => ({ name, value: '1' })));
      const { log } = recordedLog();
      for (const end of ['a', 'a', 'b']) log.hide(many.map((name) => `${name}-${end}`));
      const { findings } = assessed([reading('vscode-workspace', {}, { oddities })]);
      const ms = performance.now() - start;
      assert.ok(ms <= FLOOD_MS, `${Math.round(ms)} ms`);
      assert.ok(oddities.length < 1000 && findings.length < 100);
      assert.equal(setting.oddities.length, FLOOD);
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
