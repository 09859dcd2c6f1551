/**
 * `npm test`: runs every section, or those that are named (`npm test -- lint e2e:newest`), one after the other but for those that wait.
 * `--verbose` prints what the sections say even when all is well.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { endProgramsOnSignals } from './runner/program';
import { failed, skipped, type Counts, type Outcome, type Section } from './runner/section';
import { SECTIONS } from './runner/sections';
import { isBuilt } from './runner/vsix';

/** The sections asked for, by name or family, and those they need; all if none is named. */
function chosen(names: readonly string[]): readonly Section[] {
  const isNamed = ({ name }: Section): boolean => names.includes(name) || names.includes(name.split(':', 1).join(''));
  const unknown = names.filter(
    (name) => !SECTIONS.some((section) => section.name === name || section.name.startsWith(`${name}:`)),
  );
  if (unknown.length > 0)
    throw new Error(
      `No such section: ${unknown.join(', ')}. There are: ${SECTIONS.map(({ name }) => name).join(', ')}`,
    );
  if (names.length === 0) return SECTIONS;
  const needed = SECTIONS.filter(isNamed).flatMap(({ needs = [] }) => needs);
  return SECTIONS.filter((section) => isNamed(section) || needed.includes(section.name));
}

async function runSection(section: Section, results: ReadonlyMap<string, Outcome>): Promise<Outcome> {
  if (section.skip !== undefined) return skipped(section.skip);
  const { needs = [] } = section;
  // A package with a warning is a failure, but there is something to test.
  const missing = needs.filter((need) => (need === 'package' ? !isBuilt() : results.get(need)?.failed !== 0));
  if (missing.length > 0) return failed(`Not run, for it needs what failed above: ${missing.join(', ')}.`);
  try {
    return await section.run();
  } catch (error) {
    return failed(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** Sections one by one, those that may run at once as one batch. */
function batchesOf(sections: readonly Section[]): readonly (readonly Section[])[] {
  const batches: Section[][] = [];
  for (const section of sections) {
    const last = batches.at(-1);
    if (section.together !== undefined && last?.[0]?.together === section.together) last.push(section);
    else batches.push([section]);
  }
  return batches;
}

function inWords({ passed, failed, skipped }: Counts): string {
  return [`${passed} passed`, `${failed} failed`, ...(skipped === 0 ? [] : [`${skipped} skipped`])].join(', ');
}

function heading(name: string, outcome: Counts, ms: number): string {
  const mark = outcome.failed > 0 ? '✗' : outcome.passed > 0 ? '✓' : '–';
  const single = outcome.passed + outcome.failed + outcome.skipped === 1;
  return `${mark} ${name.padEnd(20)} ${(ms / 1000).toFixed(1).padStart(6)} s${single ? '' : `   ${inWords(outcome)}`}`;
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const verbose = args.includes('--verbose');
  const sections = chosen(args.filter((arg) => arg !== '--verbose'));
  endProgramsOnSignals();
  const results = new Map<string, Outcome>();
  const runAndTell = async (section: Section): Promise<void> => {
    const start = Date.now();
    if (section.shows !== undefined) rmSync(section.shows, { force: true });
    const outcome = await runSection(section, results);
    results.set(section.name, outcome);
    console.log(heading(section.name, outcome, Date.now() - start));
    const details = outcome.details.trim();
    if (details !== '' && (verbose || outcome.failed > 0 || outcome.passed === 0))
      console.log(details.replace(/^/gm, '    '));
    if (section.shows !== undefined && existsSync(section.shows)) console.log(readFileSync(section.shows, 'utf8'));
  };
  for (const batch of batchesOf(sections)) await Promise.all(batch.map(runAndTell));
  const sum = (key: keyof Counts): number => [...results.values()].reduce((total, outcome) => total + outcome[key], 0);
  const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
  console.log(inWords(total));
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
