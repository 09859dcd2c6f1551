import { t } from '@vscode/l10n';
import { commandProblem } from '../text/commandText';

/** What the user was given: which variable it goes into follows from it. */
export type CredentialKind = 'bearer' | 'api-key' | 'helper' | 'unknown';

/** The header, or headers, that carry the credential. */
export type HeaderChoice = 'bearer' | 'x-api-key' | 'both';

/** How a credential kind reaches the gateway: https://code.claude.com/docs/en/llm-gateway-connect#set-the-credential-variable */
export const CREDENTIAL_KINDS = {
  bearer: {
    header: 'bearer',
    variable: 'ANTHROPIC_AUTH_TOKEN',
    label: 'Bearer token',
    hint: 'Your gateway team said “bearer token” or “Authorization header”.',
  },
  'api-key': {
    header: 'x-api-key',
    variable: 'ANTHROPIC_API_KEY',
    label: 'API key',
    hint: 'Your gateway team said “API key” or “x-api-key”.',
  },
  helper: {
    header: 'both',
    variable: 'apiKeyHelper',
    label: 'A command that prints one',
    hint: 'The credential rotates, or comes from a vault or single sign-on.',
  },
} as const satisfies Record<
  Exclude<CredentialKind, 'unknown'>,
  { header: HeaderChoice; variable: string; label: string; hint: string }
>;

/** What the headers are called in sentences. */
export const HEADER_LABEL = {
  bearer: 'Authorization: Bearer',
  'x-api-key': 'x-api-key',
  both: 'Authorization: Bearer and x-api-key',
} as const satisfies Record<HeaderChoice, string>;

/** The same for a label with little room. */
export const HEADER_SHORT = {
  bearer: 'Bearer',
  'x-api-key': 'x-api-key',
  both: 'both headers',
} as const satisfies Record<HeaderChoice, string>;

/** The variable that produces a header. */
export const VARIABLE_OF_HEADER = { bearer: 'ANTHROPIC_AUTH_TOKEN', 'x-api-key': 'ANTHROPIC_API_KEY' } as const;

/** Longest helper output that Claude Code accepts (2.1.227 and later). */
const LONGEST_HELPER_OUTPUT = 16_384;

/** What is wrong with a credential. The message names positions, never characters of it. */
export interface CredentialIssue {
  readonly code:
    'empty' | 'line-break' | 'edge-space' | 'control' | 'beyond-latin1' | 'bearer-prefix' | 'looks-like-url';
  readonly message: string;
}

/**
 * Judges whether a credential can be sent in a header: line breaks and characters above U+00FF can't be
 * (the client prints `Invalid auth token · Fix external auth token`), and spaces at the ends are copying mistakes.
 */
export function reviewCredential(value: string): CredentialIssue | undefined {
  if (value === '') return { code: 'empty', message: t('Paste the credential that your gateway team gave you.') };
  const lineBreak = value.search(/[\r\n\u2028\u2029]/);
  if (lineBreak >= 0)
    return {
      code: 'line-break',
      message: t('There is a line break at position {position}. Copy the credential as one line.', {
        position: lineBreak + 1,
      }),
    };
  if (/^\s/.test(value))
    return { code: 'edge-space', message: t('There is a space at the beginning (position 1). Remove it.') };
  if (/\s$/.test(value))
    return {
      code: 'edge-space',
      message: t('There is a space at the end (position {position}). Remove it.', { position: value.length }),
    };
  const beyond = Array.from(value).findIndex((character) => (character.codePointAt(0) ?? 0) > 0xff);
  if (beyond >= 0)
    return {
      code: 'beyond-latin1',
      message: t(
        'The character at position {position} can’t be sent in a header ({code}). Copy the credential as plain text.',
        { position: beyond + 1, code: codePoint(value, beyond) },
      ),
    };
  const control = value.search(/[\p{Cc}\p{Cf}]/u);
  if (control >= 0)
    return {
      code: 'control',
      message: t(
        'There is an invisible character at position {position} ({code}). Copy the credential as plain text.',
        { position: control + 1, code: codePoint(value, control) },
      ),
    };
  if (/^bearer\s/i.test(value))
    return { code: 'bearer-prefix', message: t('Remove the word “Bearer”: it’s added automatically.') };
  if (/^https?:\/\//i.test(value))
    return { code: 'looks-like-url', message: t('This is an address, not a credential.') };
  return undefined;
}

/** Judges a helper command before it is run. */
export function reviewHelperCommand(command: string): string | undefined {
  if (command.trim() === '')
    return t('Enter the command that prints the credential, for example ~/bin/get-gateway-key.sh');
  if (/[\r\n]/.test(command)) return t('Enter the command on one line.');
  const problem = commandProblem(command);
  return problem === undefined ? undefined : t('Type the command again: {problem}.', { problem });
}

/**
 * Judges what a helper printed, as Claude Code does: one token of printable ASCII, at most 16,384 characters.
 * @returns what is wrong, without a character of the output.
 */
export function reviewHelperOutput(output: string): string | undefined {
  if (output === '') return t('it printed nothing');
  if (output.length > LONGEST_HELPER_OUTPUT)
    return t('it printed {count} characters, more than the {limit} allowed', {
      count: output.length,
      limit: LONGEST_HELPER_OUTPUT,
    });
  const lines = output.split(/\r\n|\r|\n/).length;
  if (lines > 1) return t('it printed {count} lines instead of one', { count: lines });
  const space = output.search(/\s/);
  if (space >= 0) return t('it printed more than one word (a space at position {position})', { position: space + 1 });
  const odd = output.search(/[^\x21-\x7e]/);
  if (odd >= 0) return t('the character at position {position} isn’t printable ASCII', { position: odd + 1 });
  return undefined;
}

function codePoint(value: string, index: number): string {
  const point = value.codePointAt(index) ?? 0;
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}
