import { createHash } from 'node:crypto';
import { mkdir, realpath, unlink } from 'node:fs/promises';
import path from 'node:path';
import { t } from '@vscode/l10n';
import type { FilePlan } from '../core/connectionPlan';
import { ENVIRONMENT_SETTING } from '../core/connectionPlan';
import { applySteps, applyUndo, isShapeProblem, readEntries, type EditStep, type ShapeProblem, type UndoStep } from '../core/edits';
import { applyPatch, patchBetween, type JournalEntry } from '../core/journal';
import { isProblem, parseSettings, valueAt, type Dialect } from '../core/settingsText';
import { assertWritable, FileError, readText, replaceText } from './textFile';

/** A file with its text now and as it will be. Holds credentials: shown only through a preview that hides them. */
export interface PreparedFile {
  readonly path: string;
  readonly label: string;
  readonly dialect: Dialect;
  /** The text now; undefined when there is no file. */
  readonly before: string | undefined;
  /** The text that Disconnect leads back to: without what an earlier Connect wrote. */
  readonly base: string;
  readonly after: string;
  readonly created: boolean;
  readonly newFileMode: number;
  readonly undo: readonly UndoStep[];
}

/** A file that does not parse, with the place. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem';

  constructor(readonly path: string, readonly line: number, readonly column: number, detail: string) {
    super(t('{file} has a mistake in line {line}, column {column}: {detail}.', { file: path, line, column, detail }));
  }
}

/** `claudeCode.environmentVariables` has another shape than a list of names and values. */
export class WrongShape extends Error {
  override readonly name = 'WrongShape';

  constructor(readonly path: string, readonly problem: ShapeProblem) {
    super(`${t('{setting} in {file} must be a list of objects with a name and a value.', { setting: ENVIRONMENT_SETTING, file: path })} ${problem.detail}`);
  }
}

/**
 * Works out the new text of every file of a plan, on top of undoing what the journal says was written before.
 * Reads only. @throws {FileError | SyntaxProblem | WrongShape} so that nothing is written when one file cannot be.
 */
export async function prepareFiles(plans: readonly FilePlan[], journal: readonly JournalEntry[], repair: boolean): Promise<PreparedFile[]> {
  const forgotten = journal.filter((entry) => !plans.some((plan) => plan.path === entry.path));
  const leftovers: FilePlan[] = forgotten.map(({ path: file, dialect }) => ({ path: file, label: 'settings', dialect, steps: [], newFileMode: 0o600 }));
  return Promise.all([...plans, ...leftovers].map((plan) => prepareFile(plan, journal.find((entry) => entry.path === plan.path), repair)));
}

/** The journal that undoes prepared files once they are written. */
export function journalOf(files: readonly PreparedFile[]): JournalEntry[] {
  return files
    .filter(({ base, after }) => base !== after)
    .map((file) => ({ path: file.path, dialect: file.dialect, created: file.created, fingerprint: fingerprintOf(file.after), patch: patchBetween(file.after, file.base), undo: file.undo }));
}

/**
 * Writes prepared files, all or none: a failure puts the files before it back. A file that we made and that is empty again
 * is emptied first and removed after `beforeRemoval`: VS Code does not notice a settings file that just vanishes
 * (measured in 1.100.3 and 1.139.1), and would go on with the old values. @throws {FileError}
 */
export async function commitFiles(files: readonly PreparedFile[], beforeRemoval?: () => Promise<unknown>): Promise<void> {
  const changed = files.filter(({ before, after }) => (before ?? '') !== after);
  for (const file of changed) {
    if ((await readText(file.path)) !== file.before) throw new FileError('changed', file.path, t('{file} was changed by someone else meanwhile.', { file: file.path }));
    await assertWritable(file.path);
  }
  const done: PreparedFile[] = [];
  try {
    for (const file of changed) {
      await write(file.path, file.after, file.newFileMode);
      done.push(file);
    }
  } catch (error) {
    for (const file of done) await (file.before === undefined ? remove(file.path) : write(file.path, file.before, file.newFileMode));
    throw error;
  }
  const emptied = changed.filter(({ created, after }) => created && after === '');
  if (emptied.length > 0) await beforeRemoval?.();
  // An empty file that cannot be removed does no harm.
  for (const { path: file } of emptied) if ((await readText(file)) === '') await remove(file).catch(() => undefined);
}

/** The files as Disconnect will leave them. `kept` counts values that the user changed since and that stay. */
export async function prepareUndo(journal: readonly JournalEntry[]): Promise<{ files: PreparedFile[]; kept: number }> {
  const results = await Promise.all(journal.map(async (entry) => {
    const before = await readText(entry.path);
    if (before === undefined) return undefined;
    const { text, kept } = undone(before, entry);
    const file: PreparedFile = { path: entry.path, label: 'settings', dialect: entry.dialect, before, base: text, after: text, created: entry.created, newFileMode: 0o600, undo: [] };
    return { file, kept };
  }));
  const found = results.filter((result) => result !== undefined);
  return { files: found.map(({ file }) => file), kept: found.reduce((sum, { kept }) => sum + kept, 0) };
}

async function prepareFile(plan: FilePlan, earlier: JournalEntry | undefined, repair: boolean): Promise<PreparedFile> {
  const before = await readText(plan.path);
  const base = before !== undefined && earlier !== undefined ? undone(before, earlier).text : (before ?? '');
  const result = applySteps(base, plan.dialect, [...repairSteps(plan, base, repair), ...plan.steps]);
  if ('line' in result) throw new SyntaxProblem(plan.path, result.line, result.column, result.message);
  const created = before === undefined || earlier?.created === true;
  return { path: plan.path, label: plan.label, dialect: plan.dialect, before, base, after: result.text, created, newFileMode: plan.newFileMode, undo: result.undo };
}

function undone(text: string, entry: JournalEntry): { text: string; kept: number } {
  if (fingerprintOf(text) === entry.fingerprint) return { text: applyPatch(text, entry.patch), kept: 0 };
  const result = applyUndo(text, entry.dialect, entry.undo);
  if ('line' in result) throw new SyntaxProblem(entry.path, result.line, result.column, result.message);
  // A file that we made and that holds nothing of the user’s goes again, however it was formatted since.
  const nothingLeft = entry.created && /^\s*\{\s*\}\s*$/.test(result.text);
  return nothingLeft ? { ...result, text: '' } : result;
}

function repairSteps(plan: FilePlan, text: string, repair: boolean): EditStep[] {
  if (!plan.steps.some((step) => step.kind === 'entry')) return [];
  const settings = parseSettings(text, plan.dialect);
  if (isProblem(settings)) return [];
  const entries = readEntries(valueAt(settings, [ENVIRONMENT_SETTING]));
  if (!isShapeProblem(entries)) return [];
  if (!repair || entries.repaired === undefined) throw new WrongShape(plan.path, entries);
  return [{ kind: 'property', path: [ENVIRONMENT_SETTING], value: entries.repaired.map(({ name, value }) => ({ name, value })) }];
}

async function remove(file: string): Promise<void> {
  await unlink(await realpath(file));
}

async function write(file: string, text: string, newFileMode: number): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await replaceText(file, text, newFileMode);
}

function fingerprintOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
