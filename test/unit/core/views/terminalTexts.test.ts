import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { config } from '@vscode/l10n';
import { CAUSE_IDS } from '../../../../src/core/causes/causes';
import { explain, finding, verdictOf, type Finding } from '../../../../src/core/causes/findings';
import { TROUBLESHOOTING } from '../../../../src/core/causes/table';
import { explainFinding } from '../../../../src/core/explain/explanation';
import { TERMINAL_TEXTS } from '../../../../src/core/views/terminalTexts';
import { TABLE_TEXTS } from '../../../../src/core/views/translatable';
import { FIX_WORDS } from '../../../../src/core/views/troubleshootingPage';
import { REPOSITORY } from '../../../host/repository';
import { placeholdersIn, textsIn } from '../../../l10n/sourceTexts';
import type { Row } from '../../../../src/core/causes/row';

const NAMES_COMMAND = /Gateway: [A-Z]/;

/** Files of the core whose texts only VS Code shows. */
const WINDOW_ONLY = ['health/backgroundChecks.ts', 'views/troubleshootingPage.ts', 'views/reportMarkdown.ts'];

/** Every row, in all its variants. */
const FINDINGS: readonly Finding[] = CAUSE_IDS.flatMap((cause) => {
  const { variants = {} }: Row = TROUBLESHOOTING[cause];
  const [certain, doubtful] = [true, false].map((sure) => finding(cause, 'seen', {}, sure));
  return [
    certain,
    doubtful,
    ...Object.keys(variants).map((variant) => ({ ...finding(cause, 'seen'), variant })),
  ].flatMap((found) => found ?? []);
});

/** The English texts that a terminal may show. */
function coreTexts(): string[] {
  const core = join(REPOSITORY, 'src', 'core');
  const files = readdirSync(core, { recursive: true })
    .map((file) => String(file).replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && file !== 'text/tableText.ts' && !WINDOW_ONLY.includes(file));
  assert.ok(files.length > 100);
  const inFiles = files.flatMap((file) => textsIn(file, readFileSync(join(core, file), 'utf8')).texts);
  const fixes: readonly string[] = Object.values(FIX_WORDS);
  return [...new Set([...inFiles, ...TABLE_TEXTS.filter((text) => !fixes.includes(text))])];
}

describe('texts in a terminal', () => {
  before(() => {
    config({ contents: TERMINAL_TEXTS });
  });
  after(() => {
    config({ contents: {} });
  });

  it('name no command of VS Code, in any row', () => {
    for (const found of FINDINGS) {
      const { verdict, remedy, decides, confirm } = explainFinding(found);
      const { title, cause } = explain(found);
      for (const text of [
        verdictOf(found),
        verdict,
        title,
        cause,
        ...remedy,
        ...decides.map(({ words }) => words),
        confirm.words,
      ])
        assert.doesNotMatch(text, /Gateway: /, found.cause);
    }
  });

  it('are there for every text that names a command of VS Code, and for no other', () => {
    assert.deepEqual(
      Object.keys(TERMINAL_TEXTS).sort(),
      coreTexts()
        .filter((text) => NAMES_COMMAND.test(text))
        .sort(),
    );
  });

  it('name commands that the terminal has, and fill in the same values', () => {
    for (const [window, terminal] of Object.entries(TERMINAL_TEXTS)) {
      assert.doesNotMatch(terminal, NAMES_COMMAND);
      assert.deepEqual(placeholdersIn(terminal), placeholdersIn(window));
      for (const [, command] of terminal.matchAll(/`([^`]+)`/g)) assert.match(command ?? '', /^(?:check|config)\b/);
    }
  });
});
