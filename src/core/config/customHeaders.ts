import { t } from '@vscode/l10n';
import { Secret } from '../words/secret';

/** One line of ANTHROPIC_CUSTOM_HEADERS. */
export interface CustomHeader {
  readonly name: string;
  readonly value: Secret;
}

/**
 * Reads `Name: Value` lines as Claude Code does: lines without a colon are left out, spaces around name and value go, and
 * a carriage return does not count (measured). https://code.claude.com/docs/en/env-vars
 */
export function parseCustomHeaders(text: string): CustomHeader[] {
  return text.split(/\r\n|\n|\r/).flatMap((line) => {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim();
    return name === '' ? [] : [{ name, value: new Secret(line.slice(colon + 1).trim()) }];
  });
}

/** What keeps Claude Code from sending anything: a name or a value that no header can have. Line numbers are from 1. */
export function customHeaderProblem(text: string): string | undefined {
  const headers = parseCustomHeaders(text);
  const name = headers.find((header) => !/^[\w!#$%&'*+.^`|~-]+$/.test(header.name));
  if (name !== undefined)
    return t('header {number} of {count} has an invalid name', {
      number: headers.indexOf(name) + 1,
      count: headers.length,
    });
  const value = headers.find((header) => /[^\t\x20-\xff]|\x7f/.test(header.value.reveal()));
  return value === undefined
    ? undefined
    : t('the value of header {number} of {count} contains a character that can’t be sent in a header', {
        number: headers.indexOf(value) + 1,
        count: headers.length,
      });
}
