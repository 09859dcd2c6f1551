import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { t } from '@vscode/l10n';
import { receivesCredential, type FilePlan } from '../../core/writing/connectionPlan';
import {
  applySteps,
  applyUndo,
  isShapeProblem,
  readEntries,
  type EditStep,
  type ShapeProblem,
  type UndoStep,
} from '../../core/files/edits';
import { applyPatch, patchBetween, type JournalEntry } from '../../core/writing/journal';
import { isProblem, parseSettings, placeAtPath, valueAt, type Dialect } from '../../core/files/settingsText';
import type { Place } from '../../core/files/textLines';
import type { Change } from './replaceFile';
import { madeOf } from './settledText';
import { ENVIRONMENT_SETTING } from '../../core/files/vscodeSettings';

/** What a text is made from: the change that was shown, or what an earlier one is undone by. */
type Origin =
  | {
      readonly kind: 'plan';
      readonly plan: FilePlan;
      readonly earlier: JournalEntry | undefined;
      readonly repair: boolean;
    }
  | { readonly kind: 'undo'; readonly entry: JournalEntry };

/** What of permission bits is the owner's. */
const OWNER_BITS = 0o700;

/** A file with its text now and as it will be. Holds credentials: shown only through a preview that hides them. */
export interface PreparedFile extends Change {
  readonly path: string;
  readonly label: string;
  readonly dialect: Dialect;
  /** The text now; undefined when there is no file. */
  readonly before: string | undefined;
  /** The text that Disconnect leads back to: without what an earlier Connect wrote. */
  readonly base: string;
  readonly created: boolean;
  readonly undo: readonly UndoStep[];
  readonly origin: Origin;
  /** The permission bits of the file, where they let others read it and it receives a credential. */
  readonly openMode?: number;
  /** The permission bits that Disconnect leads back to, where they are changed. */
  readonly modeBefore?: number;
}

/** A file that does not parse, with the place. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem';

  constructor(
    readonly path: string,
    readonly line: number,
    readonly column: number,
    detail: string,
  ) {
    super(t('{file} has an error in line {line}, column {column}: {detail}.', { file: path, line, column, detail }));
  }
}

/** `claudeCode.environmentVariables` has another shape than a list of names and values. */
export class WrongShape extends Error {
  override readonly name = 'WrongShape';

  constructor(
    readonly path: string,
    readonly problem: ShapeProblem,
    readonly place: Place,
  ) {
    super(
      `${t('{setting} in {file} must be a list of objects, each with a name and a value.', { setting: ENVIRONMENT_SETTING, file: path })} ${problem.detail}`,
    );
  }
}

/**
 * Works out the new text of every file of a plan, on top of undoing what the journal says was written before.
 * Reads only. @throws {FileError | SyntaxProblem | WrongShape} so that nothing is written when one file cannot be.
 */
export async function prepareFiles(
  plans: readonly FilePlan[],
  journal: readonly JournalEntry[],
  repair: boolean,
): Promise<PreparedFile[]> {
  const forgotten = journal.filter((entry) => !plans.some((plan) => plan.path === entry.path));
  const leftovers: FilePlan[] = forgotten.map(({ path: file, dialect }) => ({
    path: file,
    label: 'settings',
    dialect,
    steps: [],
    newFileMode: 0o600,
  }));
  return Promise.all(
    [...plans, ...leftovers].map((plan) =>
      prepareFile(
        plan,
        journal.find((entry) => entry.path === plan.path),
        repair,
      ),
    ),
  );
}

/** The journal that undoes prepared files once they are written. */
export function journalOf(files: readonly PreparedFile[]): JournalEntry[] {
  return files
    .filter(({ base, after }) => base !== after)
    .map((file) => ({
      path: file.path,
      dialect: file.dialect,
      created: file.created,
      fingerprint: fingerprintOf(file.after),
      patch: patchBetween(file.after, file.base),
      undo: file.undo,
      ...(file.modeBefore === undefined ? {} : { mode: file.modeBefore }),
    }));
}

/** The file, which nobody but its owner may read any more once it is written. */
export function closedToOthers(file: PreparedFile): PreparedFile {
  return file.openMode === undefined
    ? file
    : { ...file, mode: file.openMode & OWNER_BITS, modeBefore: file.modeBefore ?? file.openMode };
}

/** The files as Disconnect will leave them. `kept` counts values that the user changed since and that stay. */
export async function prepareUndo(journal: readonly JournalEntry[]): Promise<{ files: PreparedFile[]; kept: number }> {
  const results = await Promise.all(
    journal.map(async (entry) => {
      const made = await madeOf(entry.path, (before) =>
        before === undefined ? undefined : { before, ...undone(before, entry) },
      );
      if (made === undefined) return undefined;
      const { before, text, kept } = made;
      const file: PreparedFile = {
        path: entry.path,
        label: 'settings',
        dialect: entry.dialect,
        before,
        base: text,
        after: text,
        created: entry.created,
        newFileMode: 0o600,
        undo: [],
        origin: { kind: 'undo', entry },
        mode: await modeToRestore(entry),
      };
      return { file, kept };
    }),
  );
  const found = results.filter((result) => result !== undefined);
  return { files: found.map(({ file }) => file), kept: found.reduce((sum, { kept }) => sum + kept, 0) };
}

async function prepareFile(plan: FilePlan, earlier: JournalEntry | undefined, repair: boolean): Promise<PreparedFile> {
  const origin = { kind: 'plan', plan, earlier, repair } as const;
  const file = await madeOf(plan.path, (text) => planned(origin, text));
  const mode = await modeOf(plan.path);
  const open =
    mode !== undefined && process.platform !== 'win32' && (mode & ~OWNER_BITS) !== 0 && receivesCredential(plan);
  return { ...file, ...modesOf({ openMode: open ? mode : undefined, modeBefore: earlier?.mode }) };
}

/** The new text of a file of a plan, on top of undoing what was written before. */
export function planned(origin: Extract<Origin, { kind: 'plan' }>, before: string | undefined): PreparedFile {
  const { plan, earlier, repair } = origin;
  const base = before !== undefined && earlier !== undefined ? undone(before, earlier).text : (before ?? '');
  const result = applySteps(base, plan.dialect, [...repairSteps(plan, base, repair), ...plan.steps]);
  if ('line' in result) throw new SyntaxProblem(plan.path, result.line, result.column, result.message);
  const created = before === undefined || earlier?.created === true;
  return {
    path: plan.path,
    label: plan.label,
    dialect: plan.dialect,
    before,
    base,
    after: result.text,
    created,
    newFileMode: plan.newFileMode,
    undo: result.undo,
    origin,
  };
}

/** What is to be known of permission bits, without what is undefined. */
export function modesOf({
  openMode,
  modeBefore,
}: {
  readonly openMode?: number | undefined;
  readonly modeBefore?: number | undefined;
}): Pick<PreparedFile, 'openMode' | 'modeBefore'> {
  return { ...(openMode === undefined ? {} : { openMode }), ...(modeBefore === undefined ? {} : { modeBefore }) };
}

async function modeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    (info) => info.mode & 0o7777,
    () => undefined,
  );
}

/** The mode from before Connect, while the file still has the one that Connect gave it. */
async function modeToRestore({ path: file, mode }: JournalEntry): Promise<number | undefined> {
  return mode !== undefined && (await modeOf(file)) === (mode & OWNER_BITS) ? mode : undefined;
}

/** A text without what the journal says was written, and how many values stay because the user has changed them. */
export function undone(text: string, entry: JournalEntry): { text: string; kept: number } {
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
  if (!repair || entries.repaired === undefined)
    throw new WrongShape(plan.path, entries, placeAtPath(settings, [ENVIRONMENT_SETTING]));
  return [
    {
      kind: 'property',
      path: [ENVIRONMENT_SETTING],
      value: entries.repaired.map(({ name, value }) => ({ name, value })),
    },
  ];
}

function fingerprintOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
