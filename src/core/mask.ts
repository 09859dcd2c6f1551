import { visit } from 'jsonc-parser';
import { describeSecret } from './secret';
import { isSecretVariable } from './variables';

/**
 * A settings text for people to look at: the values of secret variables, and of every setting whose name speaks of a secret,
 * are replaced by a phrase; everything else stands as it is. Works on broken texts too.
 */
export function maskSettings(text: string): string {
  const spans: { offset: number; length: number; value: string }[] = [];
  let property = '';
  let entryName = '';
  visit(
    text,
    {
      onObjectBegin: () => { entryName = ''; },
      onObjectProperty: (name) => { property = name; },
      onLiteralValue: (value: unknown, offset, length) => {
        if (typeof value !== 'string') return;
        if (property === 'name') entryName = value;
        else if (property === 'value' ? entryName === '' || isSecretVariable(entryName) : isSecretVariable(property) && !KNOWN_HARMLESS.has(property)) spans.push({ offset, length, value });
      },
    },
    { allowTrailingComma: true },
  );
  return spans.reverse().reduce((out, { offset, length, value }) => `${out.slice(0, offset)}"‹${describeSecret(value)}›"${out.slice(offset + length)}`, text);
}

/** Names that speak of keys or tokens and hold none; the helper is a command that the user should see. */
const KNOWN_HARMLESS = new Set(['apiKeyHelper']);
