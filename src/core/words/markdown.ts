import { onOneLine } from '../text/trim';

/**
 * Other people's words in a markdown text that is read as it stands: neither markup nor HTML, and as few backslashes as
 * possible. An underscore within a name needs none.
 */
export function plainWords(text: string): string {
  return onOneLine(text)
    .replace(/[\\`*[\]<>|]|~(?=~)|(?<=~)~/g, '\\$&')
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_')
    .replace(/&(?=[#\w]+;)/g, '&amp;');
}
