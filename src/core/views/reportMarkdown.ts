import { t } from '@vscode/l10n';
import { OWNER_LABEL } from '../causes/causes';
import type { ReportFinding, Unfinished } from './checked';
import { groupFindings, type CauseGroup } from '../causes/findingGroups';
import { whole } from '../text/milliseconds';
import { outcomeMark } from './outcomeMark';
import { pictureMarkdown } from './picture';
import { groupProbes } from './probeGroups';
import type { ProbeResult } from '../probes/probe';
import { clipLine } from '../words/redact';
import type { Report } from './report';
import { streamPicture } from './streamPicture';
import { timelineLines, timelineSummary } from './streamTimeline';
import { tableText } from '../text/tableText';
import { timedProbes, waterfallLines, waterfallSummary } from './waterfall';
import { waterfallPicture } from './waterfallPicture';
import { onOneLine } from '../text/trim';
import { sentence } from '../checks/check';

/** How the report is written down. */
export interface ReportOptions {
  /** False for a text to paste elsewhere: what the pictures show is there in words too. */
  readonly pictures: boolean;
}

/** More streams than this are not drawn. */
const MOST_STREAMS = 4;

/** The report as a markdown document: verdict first, then what each person has to act on, then what was done. */
export function reportMarkdown(report: Report, options: ReportOptions = { pictures: true }): string {
  return [
    ...(report.unfinished === undefined ? [] : [unfinishedLine(report.unfinished), '']),
    `# ${escape(report.verdict)}`,
    '',
    ...findingLines(report),
    ...checkLines(report),
    ...timeLines(report, options),
    ...report.surfaces.flatMap(surfaceLines),
    `## ${t('Versions')}`,
    '',
    ...Object.entries(report.environment).map(([name, value]) => `- ${escape(name)}: ${escape(value)}`),
    '',
    t('Credentials are never part of this report.'),
    '',
  ].join('\n');
}

/** How far it has come, on top of everything. */
function unfinishedLine({ ended, of, stopped, waitsFor, doing }: Unfinished): string {
  if (stopped) return `**${t('Stopped after {ended} of {of} checks. These results are incomplete.', { ended, of })}**`;
  const now =
    waitsFor.length > 0
      ? t('waiting for {what}', { what: escape(clipLine(waitsFor.join(', '), 200)) })
      : escape(clipLine(doing.join(', '), 200));
  const far = t('{ended} of {of}', { ended, of });
  return `**${t('Still running: {far}', { far: now === '' ? far : `${far} · ${now}` })}**`;
}

function findingLines({ findings }: Report): string[] {
  const groups = groupFindings(findings);
  const several = groups.length > 1;
  return groups.flatMap(({ owner, causes }) => [
    ...(several ? [`## ${escape(tableText(OWNER_LABEL[owner]))}`, ''] : []),
    ...causes.flatMap((group) => causeLines(group, several ? '###' : '##')),
  ]);
}

/** One cause, with every place in which it was found. */
function causeLines({ cause, findings }: CauseGroup<ReportFinding>, level: string): string[] {
  const [first, ...others] = findings;
  const seen = ({ evidence, certain }: ReportFinding): string =>
    `${escape(evidence)}${certain ? '' : ` (${t('most likely, not certain')})`}`;
  return [
    `${level} ${severityWord(first)}: ${escape(first.title)}`,
    '',
    `- **${t('Who can fix it:')}** ${escape(first.owner)}`,
    ...new Set(findings.flatMap(({ remedy }) => remedy.map((step) => `- ${escape(step)}`))),
    `- **${t('Evidence:')}** ${seen(first)}`,
    ...others.map((other) => `- **${t('Also:')}** ${escape(other.title)} **${t('Evidence:')}** ${seen(other)}`),
    `- [${t('Documentation')}](${first.docs}) · ${t('cause ID')} \`${first.variant === undefined ? cause : `${cause} (${first.variant})`}\``,
    '',
  ];
}

/** One line a probe, what it has cost, and when that was. */
function checkLines({ probes, checkedAt, scope, paidRequests, ms, unfinished }: Report): string[] {
  const heading = [`## ${t('Checks')}`, ''];
  if (checkedAt === undefined) return [...heading, t('Not checked yet. Run **Gateway: Check Connection**.'), ''];
  const groups = groupProbes(probes);
  const lines = groups.flatMap(({ title, members }) => [
    ...(groups.length > 1 ? [`### ${escape(title)}`, ''] : []),
    ...members.map(probeLine),
    '',
  ]);
  const when =
    unfinished === undefined
      ? [t('Checked at {time}.', { time: checkedAt })]
      : [t('Started at {time}.', { time: checkedAt })];
  const took = unfinished === undefined && whole(ms) > 0 ? [t('It took {ms} ms.', { ms: whole(ms) })] : [];
  return [
    ...heading,
    ...lines,
    [...when, ...took, ...(scope === undefined ? [] : [costWords(paidRequests)])].join(' '),
    '',
  ];
}

function probeLine({ label, outcome, detail, ms, paid = 0 }: ProbeResult): string {
  const time = outcome === 'skipped' ? [] : [t('{ms} ms', { ms: whole(ms) })];
  const after = [...time, ...(paid > 0 ? [t('may have used tokens')] : [])];
  return `- ${outcomeMark(outcome)} ${escape(label)} — ${escape(detail)}${after.length === 0 ? '' : ` (${after.join(', ')})`}`;
}

function costWords(paidRequests: number): string {
  const count = whole(paidRequests);
  return count === 0
    ? t('None of the requests could use tokens.')
    : t('{count} of the requests may have used tokens.', { count });
}

/** The pictures, each with the same in words below it. */
function timeLines({ probes }: Report, { pictures }: ReportOptions): string[] {
  const timed = timedProbes(probes);
  const summary = waterfallSummary(timed);
  const waterfall =
    timed.length === 0
      ? []
      : [
          `## ${t('Timing')}`,
          '',
          ...(pictures ? [pictureMarkdown(waterfallPicture(timed, summary), escape(summary)), ''] : []),
          ...fenced(waterfallLines(timed)),
        ];
  const streams = probes.filter(({ arrivals = [] }) => arrivals.length > 0).slice(0, MOST_STREAMS);
  return [
    ...waterfall,
    ...streams.flatMap(({ label, arrivals = [] }) => {
      const essence = timelineSummary(arrivals);
      const picture = pictures
        ? [pictureMarkdown(streamPicture(arrivals, essence), escape(`${label}: ${essence}`)), '']
        : [];
      return [
        `## ${t('Stream timeline: {label}', { label: escape(label) })}`,
        '',
        ...picture,
        escape(essence),
        '',
        ...fenced(timelineLines(arrivals)),
      ];
    }),
  ];
}

/** Lines, unchanged. None begins with backticks, so none ends the block. */
function fenced(lines: readonly string[]): string[] {
  return ['```', ...lines.map(onOneLine), '```', ''];
}

function surfaceLines({ label, sends, variables }: Report['surfaces'][number]): string[] {
  const heading = [`## ${escape(label)}`, '', escape(sentence(sends)), ''];
  if (variables.length === 0) return heading;
  const titles = [t('Variable'), t('Value'), t('Set in'), t('Why it applies'), t('Overrides')];
  return [
    ...heading,
    tableRow(titles),
    '| --- | --- | --- | --- | --- |',
    ...variables.map(({ name, value, source, why, overrides }) =>
      tableRow([name, value, source, why, overrides.join('; ')]),
    ),
    '',
  ];
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map(escape).join(' | ')} |`;
}

function severityWord({ severity }: ReportFinding): string {
  return { error: t('Problem'), warning: t('Warning'), note: t('Note') }[severity];
}

/** Markdown, HTML and formulas in other people's words stay words. */
function escape(text: string): string {
  return onOneLine(text)
    .replace(/[\\`*_{}[\]<>#|~!$]/g, '\\$&')
    .replace(/&/g, '&amp;');
}
