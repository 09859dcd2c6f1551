import { t } from '@vscode/l10n';
import type { Severity } from '../causes/causes';
import { compareVersions } from '../claude/clientVersions';
import { isRecord, jsonIn } from '../text/json';
import { tableText } from '../text/tableText';
import type { ValueKind, VariableRow } from '../claude/variables';

/** What's odd about a value: one sentence that doesn't include the value. */
export interface Judgement {
  readonly detail: string;
  readonly severity: Severity;
  /** It does the opposite of what it says, so it should be removed. */
  readonly remove: boolean;
}

const OFF = ['0', 'false', 'no', 'off'] as const;
const ON = ['1', 'true', 'yes', 'on'] as const;
/** The version that reads `2e3` and `64_000`. https://code.claude.com/docs/en/env-vars */
const GENEROUS_NUMBERS = '2.1.211';

/** What can be said of a text whatever its purpose; only the first match is reported. Claude Code trims credentials and addresses. */
export const LOOKS: readonly {
  readonly match: RegExp;
  readonly applies: (row: VariableRow) => boolean;
  readonly detail: string;
}[] = [
  // Curly quotes in a credential can't be sent at all, which another check reports.
  {
    match: /^\s*(["'`]).*\1\s*$/s,
    applies: ({ role, kind }) => role !== 'base-url' && kind !== 'json',
    detail: 'the quotation marks are treated as part of the value.',
  },
  {
    match: /^\s*[“”„‘’‚«»]|[“”‘’«»]\s*$/,
    applies: ({ role, kind }) => !['base-url', 'credential', 'headers'].includes(role) && kind !== 'json',
    detail: 'the quotation marks are treated as part of the value.',
  },
  {
    match: /\$\{[\w:.-]{1,60}\}|^\s*(?:\$[A-Za-z_]\w*|%\w+%|<[^<>]+>|\$env:\w+)\s*$/,
    applies: ({ role, kind }) => role !== 'base-url' && kind !== 'json',
    detail: 'the placeholder in it isn’t replaced with a value.',
  },
  {
    match: /\S[^\S\r\n]*[\r\n]\s*\S/,
    applies: ({ role, kind }) => !['base-url', 'credential', 'headers'].includes(role) && kind !== 'json',
    detail: 'it contains a line break.',
  },
  {
    match: /^(?!\s*(?:bearer|basic)\s).*\S[ \t]+\S/i,
    applies: ({ role }) => role === 'credential',
    detail: 'it contains a space, which a credential never does.',
  },
  {
    match: /^\s|\s$/,
    applies: ({ kind, values }) => kind === 'path' || kind === 'model' || (kind === 'text' && values !== undefined),
    detail: 'it starts or ends with a space or a line break.',
  },
];

/** What can be said of a value of one kind: a sentence, or undefined. The value is already trimmed. */
const KINDS: Partial<
  Record<ValueKind, (value: string, row: VariableRow, version: string | undefined) => string | undefined>
> = {
  flag: (value) =>
    [...ON, ...OFF].some((word) => word === value.toLowerCase())
      ? undefined
      : t('it’s neither on nor off. Use 1 or 0.'),
  'set-is-on': (value) =>
    OFF.some((word) => word === value.toLowerCase())
      ? t('any value turns it on, including this one. To turn it off, remove the variable.')
      : undefined,
  number: (value, row, version) => {
    const generous = version === undefined || compareVersions(version, GENEROUS_NUMBERS) >= 0;
    const form = generous ? /^\d+(?:_\d+)*(?:\.\d+)?(?:e\d{1,3})?$/i : /^\d+(?:\.\d+)?$/;
    return form.test(value)
      ? outOfRange(Number(value.replaceAll('_', '')), row)
      : t('it isn’t a number. Use only digits, without a unit.');
  },
  'plain-number': (value, row) =>
    /^\d+$/.test(value)
      ? outOfRange(Number(value), row)
      : t('only the digits at the start are read. Use only digits, without a unit.'),
  path: (value) =>
    /^(?:~|\$HOME|%\w+%)(?:[\\/]|$)/.test(value)
      ? t('~ and variables in it aren’t expanded. Use the full path.')
      : undefined,
  json: (value) => (isJsonObject(value) ? undefined : t('it isn’t a JSON object.')),
  list: (value, { values }) =>
    values === undefined || value.split(',').every((item) => values.includes(item.trim()))
      ? undefined
      : t('it can contain only {values}.', { values: values.join(', ') }),
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
  // Other programs use names without a prefix too: worth knowing, but no reason to turn a working setup yellow.
  const own = /^(?:ANTHROPIC|CLAUDE)_/.test(name);
  const fails = row.fails === true && look === undefined && Number(value) > (row.max ?? Infinity);
  const severity = fails ? 'error' : own ? 'warning' : 'note';
  return { detail, severity, remove: row.kind === 'set-is-on' && look === undefined };
}

/** Judges the lines of ANTHROPIC_CUSTOM_HEADERS: what Claude Code ignores. What can't be sent is another check's error. Measured. */
export function judgeHeaders(value: string): Judgement | undefined {
  const lines = value.split(/\r\n|\n|\r/);
  const found = (detail: string): Judgement => ({ detail, severity: 'warning', remove: false });
  const lost = lines.findIndex(
    (line) => line.trim() !== '' && line.slice(0, Math.max(line.indexOf(':'), 0)).trim() === '',
  );
  if (lost >= 0)
    return found(
      t('line {number} of {count} doesn’t start with a name and a colon, so it’s ignored.', {
        number: lost + 1,
        count: lines.length,
      }),
    );
  if (lines.some((line) => /\\n\s*[\w-]+\s*:/.test(line)))
    return found(t('the characters \\n in it aren’t a line break, so all of it is one header.'));
  if (lines.some((line) => /^\s*anthropic-beta\s*:/i.test(line)))
    return found(t('anthropic-beta is ignored in it. Use ANTHROPIC_BETAS.'));
  return undefined;
}

function isJsonObject(text: string): boolean {
  return isRecord(jsonIn(text));
}

function outOfRange(value: number, { min, max, fails }: VariableRow): string | undefined {
  if (min !== undefined && value < min) return t('it’s below {min}, the lowest value that takes effect.', { min });
  if (max === undefined || value <= max) return undefined;
  return fails === true
    ? t('it’s above {max}, so every request fails immediately.', { max })
    : t('it’s above {max}, the highest value that takes effect.', { max });
}
