import { t } from '@vscode/l10n';
import { CAUSE_IDS, OWNER_LABEL, type CauseId, type Owner, type Severity } from '../causes/causes';
import type { Fix } from '../causes/fixes';
import { plainWords } from '../words/markdown';
import { NEXT_STEPS } from '../causes/nextSteps';
import { firstStep } from '../causes/findings';
import { fillIn } from '../causes/placeholders';
import { tableText } from '../text/tableText';
import { TROUBLESHOOTING } from '../causes/table';
import type { Row } from '../causes/row';

/** How bad a cause is, in words. */
export const SEVERITY_WORDS = {
  error: 'Claude Code can’t work.',
  warning: 'Claude Code works, but not as configured.',
  note: 'Good to know.',
} as const satisfies Record<Severity, string>;

/** What a button does about a cause. */
export const FIX_WORDS = {
  connect: 'run Gateway: Connect to Gateway',
  'set-variable': 'set the variable',
  'remove-variable': 'remove the variable',
  'rename-variable': 'correct the name',
} as const satisfies Record<Fix['kind'], string>;

const OWNERS = Object.keys(OWNER_LABEL) as Owner[];

/**
 * The anchor of a cause in {@link troubleshootingMarkdown}. It is the cause id itself: GitHub and VS Code’s preview both make
 * it from a heading that contains nothing else.
 */
export function pageAnchor(cause: CauseId): string {
  return cause;
}

/** The whole table as one page: what goes wrong, grouped by who acts, in the words of every other view. */
export function troubleshootingMarkdown(): string {
  const groups = OWNERS.map((owner) => ({
    owner,
    causes: CAUSE_IDS.filter((cause) => TROUBLESHOOTING[cause].owner === owner),
  })).filter(({ causes }) => causes.length > 0);
  return `${[
    `# ${t('Troubleshooting Claude Code behind a gateway')}`,
    t(
      'Every problem that this extension can identify: its cause, who can fix it and how. Search this page for the text of your error. The same text can have several causes: run Gateway: Explain an Error… to analyze a complete error, or Gateway: Check Connection to test your gateway.',
    ),
    ...groups.flatMap(({ owner, causes }) => [
      `**${tableText(OWNER_LABEL[owner])}**`,
      bullets(causes.map((cause) => `[${words(cause, TROUBLESHOOTING[cause].title)}](#${pageAnchor(cause)})`)),
    ]),
    ...groups.flatMap(({ owner, causes }) => [`## ${tableText(OWNER_LABEL[owner])}`, ...causes.map(entry)]),
  ].join('\n\n')}\n`;
}

function entry(cause: CauseId): string {
  const row: Row = TROUBLESHOOTING[cause];
  const listed = (label: string, items: readonly string[], separator = ', '): string[] =>
    items.length === 0 ? [] : [`${label} ${items.join(separator)}`];
  return [
    `### ${pageAnchor(cause)}`,
    `**${words(cause, row.title)}** ${tableText(SEVERITY_WORDS[row.severity])}`,
    words(cause, row.cause),
    row.remedy.map((step, index) => `${index + 1}. ${words(cause, step)}`).join('\n'),
    bullets([
      ...Object.values(row.variants ?? {}).map((variant) => variantEntry(cause, { ...row, ...variant })),
      ...listed(t('Messages you may see:'), row.says.map(code), ' · '),
      ...listed(t('Variables, settings and files:'), row.involves.map(code)),
      ...listed(
        t('Fix available in VS Code:'),
        row.fixes.map((kind) => tableText(FIX_WORDS[kind])),
      ),
      `${t('To confirm:')} ${plainWords(tableText(NEXT_STEPS[row.confirmedBy].words))}`,
      ...listed(
        t('Check these first, because they can cause it:'),
        row.dependsOn.map((other) => `[${other}](#${pageAnchor(other)})`),
      ),
      `[${t('Official documentation')}](${row.docs})`,
    ]),
  ].join('\n\n');
}

/** A more specific finding of a diagnosis, in one line. */
function variantEntry(cause: CauseId, row: Row): string {
  const step = firstStep(row, words(cause, row.remedy[0]));
  return `${t('A diagnosis can be more specific:')} **${words(cause, row.title)}** ${words(cause, row.cause)} ${step}`;
}

function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** Words of the table, which speaks in general here: no facts are known. */
function words(cause: CauseId, text: string): string {
  return plainWords(fillIn(text, cause, {}));
}

/** As code; a text that contains backticks is put between double ones. */
function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
