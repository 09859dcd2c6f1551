import { t } from '@vscode/l10n';
import type { Severity } from '../causes/causes';
import { compareVersions } from '../claude/clientVersions';
import { isRecord, jsonIn } from '../text/json';
import { tableText } from '../text/tableText';
import type { ValueKind, VariableRow } from '../claude/variables';

/** What is odd about a value: one sentence, without the value. */
export interface Judgement {
  readonly detail: string;
  readonly severity: Severity;
  /** It does the contrary of what it says, so it is to go. */
  readonly remove: boolean;
}

const OFF = ['0', 'false', 'no', 'off'] as const;
const ON = ['1', 'true', 'yes', 'on'] as const;
/** The version that reads `2e3` and `64_000`. https://code.claude.com/docs/en/env-vars */
const GENEROUS_NUMBERS = '2.1.211';

/** What can be said of a text whatever it is for; the first that fits is told. Credentials are trimmed by Claude Code, and so are addresses. */
export const LOOKS: readonly {
  readonly match: RegExp;
  readonly applies: (row: VariableRow) => boolean;
  readonly detail: string;
}[] = [
  // Curly ones cannot be sent at all in a credential, which is an error of its own.
  {
    match: /^\s*(["'`]).*\1\s*$/s,
    applies: ({ role, kind }) => role !== 'base-url' && kind !== 'json',
    detail: 'it stands in quotation marks, which are taken as a part of it.',
  },
  {
    match: /^\s*[“”„‘’‚«»]|[“”‘’«»]\s*$/,
    applies: ({ role, kind }) => !['base-url', 'credential', 'headers'].includes(role) && kind !== 'json',
    detail: 'it stands in quotation marks, which are taken as a part of it.',
  },
  {
    match: /\$\{[\w:.-]{1,60}\}|^\s*(?:\$[A-Za-z_]\w*|%\w+%|<[^<>]+>|\$env:\w+)\s*$/,
    applies: ({ role, kind }) => role !== 'base-url' && kind !== 'json',
    detail: 'nothing puts a value in the place of the variable in it.',
  },
  {
    match: /\S[^\S\r\n]*[\r\n]\s*\S/,
    applies: ({ role, kind }) => !['base-url', 'credential', 'headers'].includes(role) && kind !== 'json',
    detail: 'there is a line break in it.',
  },
  {
    match: /^(?!\s*(?:bearer|basic)\s).*\S[ \t]+\S/i,
    applies: ({ role }) => role === 'credential',
    detail: 'there is a space in it, and no credential has one.',
  },
  {
    match: /^\s|\s$/,
    applies: ({ kind, values }) => kind === 'path' || kind === 'model' || (kind === 'text' && values !== undefined),
    detail: 'there is a space or a line break at its beginning or end.',
  },
];

/** What can be said of a value of one kind: a sentence, or undefined. The value comes trimmed. */
const KINDS: Partial<
  Record<ValueKind, (value: string, row: VariableRow, version: string | undefined) => string | undefined>
> = {
  flag: (value) =>
    [...ON, ...OFF].some((word) => word === value.toLowerCase())
      ? undefined
      : t('it is neither on nor off. Write 1 or 0.'),
  'set-is-on': (value) =>
    OFF.some((word) => word === value.toLowerCase())
      ? t('any value switches it on, this one too. To switch it off, remove it.')
      : undefined,
  number: (value, row, version) => {
    const generous = version === undefined || compareVersions(version, GENEROUS_NUMBERS) >= 0;
    const form = generous ? /^\d+(?:_\d+)*(?:\.\d+)?(?:e\d{1,3})?$/i : /^\d+(?:\.\d+)?$/;
    return form.test(value)
      ? outOfRange(Number(value.replaceAll('_', '')), row)
      : t('it is no number. Write digits only, without a unit.');
  },
  'plain-number': (value, row) =>
    /^\d+$/.test(value)
      ? outOfRange(Number(value), row)
      : t('only the digits at its beginning are read. Write digits only, without a unit.'),
  path: (value) =>
    /^(?:~|\$HOME|%\w+%)(?:[\\/]|$)/.test(value)
      ? t('nothing replaces ~ or a variable in it. Write the whole path.')
      : undefined,
  json: (value) => (isJsonObject(value) ? undefined : t('it is no JSON object.')),
  list: (value, { values }) =>
    values === undefined || value.split(',').every((item) => values.includes(item.trim()))
      ? undefined
      : t('it may only hold {values}.', { values: values.join(', ') }),
  text: (value, { values }) =>
    values === undefined ||
    values.some((allowed) =>
      allowed.endsWith('*') ? value.startsWith(allowed.slice(0, -1)) : allowed === value.toLowerCase(),
    )
      ? undefined
      : t('it must be one of {values}.', { values: values.join(', ') }),
};

/** Judges a value by its variable's row, as Claude Code reads it. https://code.claude.com/docs/en/env-vars */
export function judgeValue(
  name: string,
  row: VariableRow,
  value: string,
  version: string | undefined,
): Judgement | undefined {
  const look =
    value.trim() === '' ? undefined : LOOKS.find(({ match, applies }) => applies(row) && match.test(value))?.detail;
  const ofKind = value.trim() === '' ? undefined : KINDS[row.kind]?.(value.trim(), row, version);
  const detail = look === undefined ? ofKind : tableText(look);
  if (detail === undefined) return undefined;
  // Names without a prefix belong to other programs too: worth knowing, and no reason to turn a working set-up yellow.
  const own = /^(?:ANTHROPIC|CLAUDE)_/.test(name);
  const fails = row.fails === true && look === undefined && Number(value) > (row.max ?? Infinity);
  const severity = fails ? 'error' : own ? 'warning' : 'note';
  return { detail, severity, remove: row.kind === 'set-is-on' && look === undefined };
}

/** Judges the lines of ANTHROPIC_CUSTOM_HEADERS: what cannot be sent is an error of its own, this is what is left out. Measured. */
export function judgeHeaders(value: string): Judgement | undefined {
  const lines = value.split(/\r\n|\n|\r/);
  const found = (detail: string): Judgement => ({ detail, severity: 'warning', remove: false });
  const lost = lines.findIndex(
    (line) => line.trim() !== '' && line.slice(0, Math.max(line.indexOf(':'), 0)).trim() === '',
  );
  if (lost >= 0)
    return found(
      t('line {number} of {count} has no name and colon, and is left out.', { number: lost + 1, count: lines.length }),
    );
  if (lines.some((line) => /\\n\s*[\w-]+\s*:/.test(line)))
    return found(t('the two characters \\n in it are no line break, so all of it is one header.'));
  if (lines.some((line) => /^\s*anthropic-beta\s*:/i.test(line)))
    return found(t('anthropic-beta is left out of it. Use ANTHROPIC_BETAS.'));
  return undefined;
}

function isJsonObject(text: string): boolean {
  return isRecord(jsonIn(text));
}

function outOfRange(value: number, { min, max, fails }: VariableRow): string | undefined {
  if (min !== undefined && value < min) return t('it is below {min}, the least that counts.', { min });
  if (max === undefined || value <= max) return undefined;
  return fails === true
    ? t('it is above {max}, and every request fails at once.', { max })
    : t('it is above {max}, the most that counts.', { max });
}
