import { t } from '@vscode/l10n';

/**
 * A text of a table in the user's language. Tables hold English, and are translated where they are shown; each has to stand
 * in `translatable.ts`, from where translators get its texts. Placeholders stay as they are.
 */
export function tableText(text: string): string {
  return t(text);
}
