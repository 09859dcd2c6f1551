import { visit } from 'jsonc-parser';
import { redact } from './redact';
import { describeSecret } from './secret';
import { isSecretVariable } from './variables';

/** A stretch of the text and what stands there instead. */
interface Span {
  readonly offset: number;
  readonly length: number;
  readonly shown: string;
}

/** Names outside of environment blocks that speak of a secret. */
const SECRET_NAME = /TOKEN|KEY|SECRET|PASSW|PASSPHRASE|CREDENTIAL|COOKIE|AUTH|HEADER/i;

/** A setting that speaks of a key and holds a command, which the user should see. */
const KNOWN_HARMLESS = new Set(['apiKeyHelper']);

/**
 * A settings text for people to look at: in environment blocks only the values of variables known to be harmless are shown,
 * elsewhere those whose name speaks of no secret; also in comments. Everything else stands as it is. Works on broken texts too.
 */
export function maskSettings(text: string): string {
  const spans: Span[] = [];
  const hide = (value: string, offset: number, length: number): void => { spans.push({ offset, length, shown: `"‹${describeSecret(value)}›"` }); };
  let property = '';
  let entryName = '';
  visit(
    text,
    {
      onObjectBegin: () => { entryName = ''; },
      onObjectProperty: (name) => { property = name; },
      onLiteralValue: (value: unknown, offset, length) => {
        if (typeof value !== 'string') return;
        const assignment = /^\s*(?:export\s+)?([A-Za-z_]\w*)=/.exec(value)?.[1];
        if (property === 'name') entryName = value;
        else if (assignment !== undefined && isSecretVariable(assignment)) spans.push({ offset, length, shown: `"${assignment}=‹hidden›"` });
        else if (isHidden(property, entryName)) hide(value, offset, length);
      },
      onComment: (offset, length) => {
        const comment = text.slice(offset, offset + length);
        spans.push({ offset, length, shown: redact(comment).replace(/(:\s*")(?!https?:)[^"\n]*(")/g, '$1‹hidden›$2').replace(/([A-Z_]{4,}=)[^\s"]+/g, '$1‹hidden›') });
      },
    },
    { allowTrailingComma: true },
  );
  return spans.reverse().reduce((out, { offset, length, shown }) => out.slice(0, offset) + shown + out.slice(offset + length), text);
}

function isHidden(property: string, entryName: string): boolean {
  if (property === 'value') return isSecretVariable(entryName);
  if (/^[A-Z][A-Z0-9_]*$/.test(property)) return isSecretVariable(property);
  return SECRET_NAME.test(property) && !KNOWN_HARMLESS.has(property) && !property.includes('environmentVariables');
}
