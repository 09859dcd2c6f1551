/** `npm run l10n`: collects the texts that people read into the file from which translations are made. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { BUNDLE, bundleOf, L10N_FOLDER, sourceTexts } from './l10n/sourceTexts';

const { texts, faults } = sourceTexts();
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exitCode = 1;
} else {
  mkdirSync(L10N_FOLDER, { recursive: true });
  writeFileSync(BUNDLE, bundleOf(texts));
  console.log(`${texts.length} texts`);
}
