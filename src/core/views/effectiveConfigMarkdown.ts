import { t } from '@vscode/l10n';
import { UNKNOWABLE, type EffectiveConfig, type LookedAt } from './effectiveConfig';
import { tableText } from '../text/tableText';
import { sentence } from '../checks/check';
import { plainWords } from '../words/markdown';
import type { Place, SurfaceGroup } from './surfaceConfig';
import { gateLines, sendsPieces } from './surfaceWords';

/** A part of a text that opens a file. */
export interface PlaceLink {
  /** In UTF-16 units, as editors count. */
  readonly offset: number;
  readonly length: number;
  /** The file, and the same printable. */
  readonly location: string;
  readonly file: string;
  readonly line: number | undefined;
}

/** A markdown text, and what in it opens a file. The links are kept separately: no name or path can break out of one. */
export interface LinkedText {
  readonly text: string;
  readonly links: readonly PlaceLink[];
}

/** A piece of a line: markdown, or a place that is linked. */
type Piece = string | Place;
type Line = readonly Piece[];
type Cells = readonly [name: Line, value: Line, place: Line];

/**
 * The effective configuration as a markdown document: verdict, one line per surface, one table per distinct configuration.
 * It's read unrendered, so its tables are aligned and narrow.
 */
export function configMarkdown(config: EffectiveConfig): LinkedText {
  return join([
    [`# ${plainWords(config.verdict)}`],
    [],
    ...config.sending.flatMap(surfaceLines),
    ...(config.problems.length === 0 ? [] : [[]]),
    ...config.problems.map(({ severity, text, surfaces }): Line => {
      const word = severity === 'error' ? t('Problem') : t('Warning');
      return [`- ${surfaces === undefined ? word : `${word}, ${plainWords(surfaces)}`}: ${plainWords(text)}`];
    }),
    ...config.tables.flatMap(tableLines),
    ...(config.settings.length === 0
      ? []
      : [
          [],
          [`## ${t('VS Code settings')}`],
          [],
          ...config.settings.map(({ name, value, effect }): Line => [
            `- ${plainWords(name)} = ${plainWords(value)}: ${plainWords(effect)}.`,
          ]),
        ]),
    [],
    [`## ${t('Also checked')}`],
    [],
    ...lookedAtLines(config.alsoLookedAt),
    [`- ${plainWords(tableText(UNKNOWABLE))}`],
    [],
    [t('Credentials are never part of this document.')],
    [],
  ]);
}

/** What is sent, and below it whether a login screen shows. */
function surfaceLines(group: SurfaceGroup): Line[] {
  return [
    [`- ${plainWords(group.label)}: `, ...sendsPieces(group.members[0]).map(plainPiece), '.'],
    ...gateLines(group).map((text): Line => [`  - ${plainWords(sentence(text))}`]),
  ];
}

/** Three columns, so that a row fits beside an open side bar; what a value overrides is in separate rows below it. */
function tableLines({ label, members: [{ rows }] }: SurfaceGroup): Line[] {
  const heading: Line[] = [[], [`## ${plainWords(label)}`], []];
  if (rows.length === 0) return [...heading, [t('Nothing is set.')]];
  const titles: Cells = [[t('Variable')], [t('Value')], [t('Set in')]];
  const cells = rows.flatMap((row): Cells[] => [
    [[plainWords(row.name)], [plainWords(row.value)], [row.place]],
    ...row.overrides.map(({ place, same }): Cells => [
      [],
      [`  ${same ? t('same value in') : t('overrides')}`],
      [place],
    ]),
  ]);
  const widthOf = (column: 0 | 1 | 2): number => Math.max(...[titles, ...cells].map((row) => lengthOf(row[column])));
  const widths = [widthOf(0), widthOf(1)] as const;
  const padded = (cell: Line, width: number): Line => ['| ', ...cell, ' '.repeat(width - lengthOf(cell) + 1)];
  const line = ([name, value, place]: Cells): Line => [
    ...padded(name, widths[0]),
    ...padded(value, widths[1]),
    '| ',
    ...place,
    ' |',
  ];
  return [
    ...heading,
    line(titles),
    line([['-'.repeat(widths[0])], ['-'.repeat(widths[1])], ['-'.repeat(widthOf(2))]]),
    ...cells.map(line),
  ];
}

/** Places that don't exist share one line. */
function lookedAtLines(all: readonly LookedAt[]): Line[] {
  const absent = [...new Set(all.filter((looked) => looked.absent).map(({ place }) => place.label))];
  const others = all
    .filter((looked) => !looked.absent)
    .map(({ place, why }): Line => ['- ', place, `: ${plainWords(why)}.`]);
  return [
    ...others,
    ...(absent.length === 0 ? [] : [[`- ${t('Not found: {places}.', { places: plainWords(absent.join(', ')) })}`]]),
  ];
}

/** Words as markdown; a place gets its link. */
function plainPiece(piece: Piece): Piece {
  return typeof piece === 'string' ? plainWords(piece) : piece;
}

function join(lines: readonly Line[]): LinkedText {
  const links: PlaceLink[] = [];
  let text = '';
  for (const line of lines) {
    for (const piece of line) {
      const shown = textOf(piece);
      if (typeof piece !== 'string' && piece.location !== undefined)
        links.push({
          offset: text.length,
          length: shown.length,
          location: piece.location,
          file: piece.file ?? '',
          line: piece.line,
        });
      text += shown;
    }
    text += '\n';
  }
  return { text, links };
}

function textOf(piece: Piece): string {
  return typeof piece === 'string'
    ? piece
    : plainWords(piece.line === undefined ? piece.label : `${piece.label}:${piece.line}`);
}

function lengthOf(line: Line): number {
  return line.reduce((sum, piece) => sum + textOf(piece).length, 0);
}
