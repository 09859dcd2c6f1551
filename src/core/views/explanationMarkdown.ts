import { t } from '@vscode/l10n';
import { isKnown } from '../causes/causes';
import type { Deciding, ErrorExplanation } from '../explain/explanation';
import { plainWords } from '../words/markdown';

/** What a button of the document does. */
export type ExplanationButton =
  { readonly kind: 'fix' | 'copy' | 'table' | 'docs' } | { readonly kind: 'step'; readonly step: Deciding };

/** A button and the line (from 0) above which it's shown. */
export interface PlacedButton {
  readonly line: number;
  readonly button: ExplanationButton;
}

/** A markdown text, and where its buttons go: the text itself has no command, because it may quote anybody. */
export interface ExplanationText {
  readonly text: string;
  readonly buttons: readonly PlacedButton[];
}

/** A line, and the buttons above it. */
type Line = string | { readonly text: string; readonly buttons: readonly ExplanationButton[] };

/**
 * An explanation as a markdown document that is read unrendered: verdict, what to do, how to find out, evidence.
 * @param fixable there is something that a button can change
 */
export function explanationMarkdown(explanation: ErrorExplanation, fixable: boolean): ExplanationText {
  const { verdict, certain, cause, title, why, owner, remedy, docs, evidence, saidBy, others, decides, confirm } =
    explanation;
  const known = isKnown(cause);
  const first: ExplanationButton[] = [
    ...(fixable ? [{ kind: 'fix' } as const] : []),
    ...(known ? [{ kind: 'copy' } as const] : []),
  ];
  const heading = certain
    ? t('What to do')
    : others.length === 0
      ? t('What to do if this is the cause')
      : t('What to do if it’s the first cause');
  const fitting = [{ title, owner, cause }, ...others].map(
    (one, index) =>
      `${index + 1}. ${plainWords(one.title)} ${t('Who can fix it: {owner}', { owner: plainWords(one.owner) })} (${one.cause})`,
  );
  const lines: Line[] = [
    `# ${plainWords(verdict)}`,
    '',
    ...(certain ? [] : decidingLines(decides)),
    ...(certain || !known ? [] : [`## ${t('Possible causes, most likely first')}`, '', ...fitting, '']),
    ...(known
      ? [
          { text: `## ${heading}`, buttons: first },
          '',
          t('Who can fix it: {owner}', { owner: plainWords(owner) }),
          '',
          ...remedy.map((step, index) => `${index + 1}. ${plainWords(step)}`),
          '',
          ...(certain ? [stepLine(confirm, t('To confirm: {step}', { step: plainWords(confirm.words) })), ''] : []),
        ]
      : []),
    ...(known ? [`## ${t('Cause')}`, '', plainWords(why), ''] : []),
    `## ${t('Evidence')}`,
    '',
    // Indented, it is a quotation that nothing in it can end.
    `    ${evidence === '' ? t('none') : evidence}`,
    '',
    t('Source: {source}', { source: plainWords(saidBy) }),
    '',
    { text: `## ${t('More')}`, buttons: [{ kind: 'table' }, { kind: 'docs' }] },
    '',
    t('Official documentation: {url}', { url: docs }),
    t('Cause ID: {cause}', { cause }),
    '',
    t('Credentials are never part of this document.'),
    '',
  ];
  return {
    text: lines.map((line) => (typeof line === 'string' ? line : line.text)).join('\n'),
    buttons: lines.flatMap((line, index) =>
      typeof line === 'string' ? [] : line.buttons.map((button) => ({ line: index, button })),
    ),
  };
}

function decidingLines(decides: readonly Deciding[]): Line[] {
  if (decides.length === 0) return [];
  return [
    `## ${t('How to find out')}`,
    '',
    ...decides.map((step) => stepLine(step, `- ${plainWords(step.words)}`)),
    '',
  ];
}

function stepLine(step: Deciding, text: string): Line {
  return step.command === undefined ? text : { text, buttons: [{ kind: 'step', step }] };
}
