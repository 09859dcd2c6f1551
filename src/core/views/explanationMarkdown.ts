import { t } from '@vscode/l10n';
import { isKnown } from '../causes/causes';
import type { Deciding, ErrorExplanation } from '../explain/explanation';
import { plainWords } from '../words/markdown';

/** What a button of the document stands for. */
export type ExplanationButton =
  { readonly kind: 'fix' | 'copy' | 'table' | 'docs' } | { readonly kind: 'step'; readonly step: Deciding };

/** A button and the line (from 0) above which it belongs. */
export interface PlacedButton {
  readonly line: number;
  readonly button: ExplanationButton;
}

/** A markdown text, and where its buttons go: no command stands in the text itself, which may quote anybody. */
export interface ExplanationText {
  readonly text: string;
  readonly buttons: readonly PlacedButton[];
}

/** A line, and the buttons above it. */
type Line = string | { readonly text: string; readonly buttons: readonly ExplanationButton[] };

/**
 * An explanation as a markdown document that is read as it stands: verdict, what to do, what would decide, evidence.
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
      ? t('What to do if that is it')
      : t('What to do if it is the first');
  const fitting = [{ title, owner, cause }, ...others].map(
    (one, index) =>
      `${index + 1}. ${plainWords(one.title)} ${t('Who acts: {0}', plainWords(one.owner))} (${one.cause})`,
  );
  const lines: Line[] = [
    `# ${plainWords(verdict)}`,
    '',
    ...(certain ? [] : decidingLines(decides)),
    ...(certain || !known ? [] : [`## ${t('What fits, the likeliest first')}`, '', ...fitting, '']),
    ...(known
      ? [
          { text: `## ${heading}`, buttons: first },
          '',
          t('Who acts: {0}', plainWords(owner)),
          '',
          ...remedy.map((step, index) => `${index + 1}. ${plainWords(step)}`),
          '',
          ...(certain ? [stepLine(confirm, t('To be sure: {0}', plainWords(confirm.words))), ''] : []),
        ]
      : []),
    ...(known ? [`## ${t('What it means')}`, '', plainWords(why), ''] : []),
    `## ${t('What was seen')}`,
    '',
    // Indented, it is a quotation that nothing in it can end.
    `    ${evidence === '' ? t('nothing') : evidence}`,
    '',
    t('Who said it: {0}', plainWords(saidBy)),
    '',
    { text: `## ${t('More')}`, buttons: [{ kind: 'table' }, { kind: 'docs' }] },
    '',
    t('The official page: {0}', docs),
    t('Cause id: {0}', cause),
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
    `## ${t('What would decide')}`,
    '',
    ...decides.map((step) => stepLine(step, `- ${plainWords(step.words)}`)),
    '',
  ];
}

function stepLine(step: Deciding, text: string): Line {
  return step.command === undefined ? text : { text, buttons: [{ kind: 'step', step }] };
}
