import { t } from '@vscode/l10n';
import path from 'node:path';
import * as vscode from 'vscode';
import { sourceRow } from '../../core/claude/sources';
import { offeredFix, planFix, type FileFix } from '../../core/writing/fixSteps';
import { quotedName } from '../../core/words/facts';
import { journalOf, prepareFiles, prepareUndo, SyntaxProblem, type PreparedFile } from '../../host/files/preparedFiles';
import { FileError } from '../../host/files/fileError';
import { readText } from '../../host/files/textFile';
import type { ConnectContext } from '../connect/connectFlow';
import { causeIn, findingIn } from './findingArgument';
import { COMMANDS } from '../ids';
import { tell } from '../window/messages';
import type { Store } from '../store';
import { pickLine, withProgressInStatusBar } from '../window/screen';
import { untilChanged } from '../window/untilChanged';
import { profileSettings } from '../window/windowSettings';
import { commit, saveOpenEditors, showFileProblem } from '../window/writeSettings';

/** Applies the fix for a finding: shows the change to the file, asks, writes, and reads everything again. */
export async function applyFix(context: ConnectContext, argument: unknown): Promise<void> {
  const { assessments } = await context.store.fresh();
  const cause = causeIn(argument);
  const fix =
    findingIn(argument)?.fix ??
    (cause === undefined
      ? undefined
      : offeredFix(
          cause,
          assessments.flatMap(({ findings }) => findings),
        ));
  if (fix === undefined) tell('info', t('This can’t be fixed from here.'));
  else if (fix.kind === 'connect') await vscode.commands.executeCommand(COMMANDS.connect);
  else await applyToFile(context, fix);
}

async function applyToFile({ store, documents }: ConnectContext, stated: FileFix): Promise<void> {
  const fix = sourceRow(stated.source).inProfile
    ? { ...stated, location: await profileSettings(stated.location) }
    : stated;
  if (!(await saveOpenEditors([fix.location]))) return;
  for (let repair = false; ;) {
    try {
      const prepared = await prepare(fix, repair);
      if (prepared === undefined) {
        tell(
          'info',
          t('{variable} in {file} has changed since this was found. Nothing was written.', {
            variable: quotedName(fix.variable),
            file: fix.location,
          }),
        );
        await store.refresh();
        return;
      }
      const close = await documents.showPreview([prepared]);
      const sure = await Promise.resolve(confirm(fix)).finally(close);
      if (!sure) return;
      const [written = prepared] = await commit([prepared], untilChanged);
      await finish(store, written);
      return;
    } catch (error) {
      const then = await showFileProblem(error, store.log);
      if (then === 'stop') return;
      repair ||= then === 'repair';
    }
  }
}

/** The file with the fix in it; undefined when there is nothing left to change. Reads only. */
async function prepare(fix: FileFix, repair: boolean): Promise<PreparedFile | undefined> {
  const text = await readText(fix.location);
  if (text === undefined) return undefined;
  const planned = planFix(fix, text);
  if (planned.kind === 'broken')
    throw new SyntaxProblem(fix.location, planned.problem.line, planned.problem.column, planned.problem.message);
  if (planned.kind === 'nothing-to-do') return undefined;
  // Without the journal: a fix is made on top of what Connect wrote, and Disconnect still finds that.
  const [prepared] = await prepareFiles([planned.plan], [], repair);
  if (prepared?.before !== text)
    throw new FileError(
      'changed',
      fix.location,
      t('{file} was changed by another window or program in the meantime.', { file: fix.location }),
    );
  return prepared;
}

async function confirm(fix: FileFix): Promise<boolean> {
  const file = path.basename(fix.location);
  const placeholder =
    sourceRow(fix.source).folderFile === 'shared'
      ? t(
          'This is the change to {file}, which is part of this folder and may be shared with others. Nothing has been written yet.',
          { file },
        )
      : t('This is the change to {file}. Nothing has been written yet.', { file });
  const write = { icon: 'check', label: t('Write this change'), description: changeWords(fix), detail: fix.location };
  const picked = await pickLine([write], {
    title: t('Gateway: Apply Fix'),
    placeholder,
    ignoreFocusOut: true,
  });
  return picked !== undefined;
}

function changeWords(fix: FileFix): string {
  switch (fix.kind) {
    case 'remove-variable':
      return t('removes {variable}', { variable: quotedName(fix.variable) });
    case 'set-variable':
      return t('sets {variable}', { variable: quotedName(fix.variable) });
    case 'rename-variable':
      return t('renames {variable} to {other}', { variable: quotedName(fix.variable), other: fix.to });
  }
}

/** Milliseconds in which VS Code reads a changed settings file; on a busy machine it takes seconds. */
const READING_TAKES_AT_MOST = 15_000;

/** Reads everything again until the change shows, and says the new verdict. Undo is offered as long as the message is shown. */
async function finish(store: Store, prepared: PreparedFile): Promise<void> {
  const before = JSON.stringify(store.state?.assessments.map(({ findings }) => findings));
  const end = Date.now() + READING_TAKES_AT_MOST;
  const state = await withProgressInStatusBar(t('Waiting for VS Code to read the new settings'), async () => {
    for (;;) {
      const now = await store.fresh();
      if (JSON.stringify(now.assessments.map(({ findings }) => findings)) !== before || Date.now() >= end) return now;
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
    }
  });
  const undo = { label: t('Undo'), value: () => undoFix(store, prepared) };
  tell('info', t('Fix applied. Current status: {verdict}', { verdict: state.health.verdict }), [
    undo,
    { label: t('Check Connection'), value: COMMANDS.checkConnection },
  ]);
}

async function undoFix(store: Store, prepared: PreparedFile): Promise<void> {
  if (!(await saveOpenEditors([prepared.path]))) return;
  try {
    const { files, kept } = await prepareUndo(journalOf([prepared]));
    await commit(files, untilChanged);
    await store.refresh();
    tell(
      'info',
      kept === 0
        ? t('Undone: the file is as it was before.')
        : t('The value was changed since then and was left as it is.'),
    );
  } catch (error) {
    await showFileProblem(error, store.log);
  }
}
