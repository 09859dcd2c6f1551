import { gateLines, originText, UNKNOWABLE, type EffectiveConfig, type LookedAt, type Place, type SurfaceConfig, type SurfaceGroup } from './effectiveConfig';

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

/** A markdown text, and what in it opens a file. The links stand beside it: no name or path can break out of one. */
export interface LinkedText {
  readonly text: string;
  readonly links: readonly PlaceLink[];
}

/** A piece of a line: markdown as it stands, or a place that is linked. */
type Piece = string | Place;
type Line = readonly Piece[];
type Cells = readonly [name: Line, value: Line, place: Line];

/**
 * The effective configuration as a markdown document: verdict, one line per surface, one table per distinct configuration.
 * It is read as it stands, so its tables are aligned and narrow.
 */
export function configMarkdown(config: EffectiveConfig): LinkedText {
  return join([
    [`# ${escape(config.verdict)}`],
    [],
    ...config.sending.flatMap(surfaceLines),
    ...(config.problems.length === 0 ? [] : [[]]),
    ...config.problems.map(({ severity, text, surfaces }): Line => [`- ${severity === 'error' ? 'Problem' : 'Warning'}${surfaces === undefined ? '' : `, ${escape(surfaces)}`}: ${escape(text)}`]),
    ...config.tables.flatMap(tableLines),
    ...(config.settings.length === 0 ? [] : [[], ['## Settings of VS Code'], [], ...config.settings.map(({ name, value, effect }): Line => [`- ${escape(name)} = ${escape(value)}: ${escape(effect)}.`])]),
    [],
    ['## Also looked at'],
    [],
    ...lookedAtLines(config.alsoLookedAt),
    [`- ${escape(UNKNOWABLE)}`],
    [],
    ['Credentials are never part of this document.'],
    [],
  ]);
}

/** What is sent, and below it whether a login screen shows. */
function surfaceLines(group: SurfaceGroup): Line[] {
  return [[`- ${escape(group.label)}: `, ...sendsPieces(group.members[0])], ...gateLines(group).map((text): Line => [`  - ${escape(capital(text))}.`])];
}

function sendsPieces({ request, url, reason, headers }: SurfaceConfig): Piece[] {
  if (!request.willSend) return [`nothing is sent: ${escape(reason ?? '')}.`];
  const pieces = headers.flatMap((header, index): Piece[] => {
    const start = `${index === 0 ? '' : ' and '}${header.name} from ${escape(originText(header.origin))}`;
    return header.origin.kind === 'login' ? [start] : [`${start} (`, header.place, ')'];
  });
  return [`${request.method} ${escape(url)} with `, ...(pieces.length === 0 ? ['no credential'] : pieces), '.'];
}

/** Three columns, so that a row fits beside an open side bar; what a value overrides stands in rows of its own below it. */
function tableLines({ label, members: [{ rows }] }: SurfaceGroup): Line[] {
  const heading: Line[] = [[], [`## ${escape(label)}`], []];
  if (rows.length === 0) return [...heading, ['Nothing is set.']];
  const titles: Cells = [['Variable'], ['Value'], ['Set in']];
  const cells = rows.flatMap((row): Cells[] => [[[escape(row.name)], [escape(row.value)], [row.place]], ...row.overrides.map(({ place, same }): Cells => [[], [same ? '  same value in' : '  overrides'], [place]])]);
  const widthOf = (column: 0 | 1 | 2): number => Math.max(...[titles, ...cells].map((row) => lengthOf(row[column])));
  const widths = [widthOf(0), widthOf(1)] as const;
  const padded = (cell: Line, width: number): Line => ['| ', ...cell, ' '.repeat(width - lengthOf(cell) + 1)];
  const line = ([name, value, place]: Cells): Line => [...padded(name, widths[0]), ...padded(value, widths[1]), '| ', ...place, ' |'];
  return [...heading, line(titles), line([['-'.repeat(widths[0])], ['-'.repeat(widths[1])], ['-'.repeat(widthOf(2))]]), ...cells.map(line)];
}

/** What is not there needs no line of its own. */
function lookedAtLines(all: readonly LookedAt[]): Line[] {
  const absent = [...new Set(all.filter((looked) => looked.absent).map(({ place }) => place.label))];
  const others = all.filter((looked) => !looked.absent).map(({ place, why }): Line => ['- ', place, `: ${escape(why)}.`]);
  return [...others, ...(absent.length === 0 ? [] : [[`- Not there: ${escape(absent.join(', '))}.`]])];
}

function join(lines: readonly Line[]): LinkedText {
  const links: PlaceLink[] = [];
  let text = '';
  for (const line of lines) {
    for (const piece of line) {
      const shown = textOf(piece);
      if (typeof piece !== 'string' && piece.location !== undefined) links.push({ offset: text.length, length: shown.length, location: piece.location, file: piece.file ?? '', line: piece.line });
      text += shown;
    }
    text += '\n';
  }
  return { text, links };
}

function textOf(piece: Piece): string {
  return typeof piece === 'string' ? piece : escape(piece.line === undefined ? piece.label : `${piece.label}:${piece.line}`);
}

function lengthOf(line: Line): number {
  return line.reduce((sum, piece) => sum + textOf(piece).length, 0);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Markdown and HTML in other people's words stay words; an underscore within a name needs nothing. */
function escape(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\\`*[\]<>|]|~(?=~)|(?<=~)~/g, '\\$&')
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_')
    .replace(/&(?=[#\w]+;)/g, '&amp;');
}
