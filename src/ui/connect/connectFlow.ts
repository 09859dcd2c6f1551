import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { assess, type Assessment } from '../../core/checks/assessment';
import { hostOf } from '../../core/claude/baseUrl';
import { valuesOfFolder } from '../../core/config/decidedByFolder';
import {
  needsApproval,
  obstaclesTo,
  onceApproved,
  planConnection,
  sendsAsVerified,
  type Connection,
  type PlanFiles,
  type PlanTargets,
} from '../../core/writing/connectionPlan';
import type { CredentialKind } from '../../core/claude/credential';
import { QUICK_COST } from '../../core/probes/rows/messagesProbes';
import { modelsInUse } from '../../core/probes/modelsInUse';
import { awaitsApproval, isConfigured } from '../../core/config/predict';
import { effectiveValue } from '../../core/config/resolve';
import type { Secret } from '../../core/words/secret';
import type { Snapshot } from '../../core/config/snapshot';
import { pathOf } from '../../core/claude/sources';
import { placeLabel } from '../../core/config/places';
import { tableText } from '../../core/text/tableText';
import { probeEnvironment } from '../../host/run/probeEnvironment';
import { closedToOthers, prepareFiles, type PreparedFile } from '../../host/files/preparedFiles';
import { verifyEntered } from '../../host/run/verify';
import { windowMachine } from '../window/collect';
import type { Documents } from '../views/documents';
import { COMMANDS } from '../ids';
import type { JournalStore } from '../window/journalStore';
import { ask, tell, withCancellableProgress } from '../window/messages';
import { excludeFromSync } from '../window/settingsSync';
import type { Store } from '../store';
import { withProgressInStatusBar } from '../window/screen';
import { settledFiles, type WindowFiles } from '../window/windowSettings';
import { goOnWithoutRecord, saveOpenEditors, showFileProblem, writeFiles } from '../window/writeSettings';
import { approvalMessage, openApprovalTerminal } from './approval';
import { showFailure } from './failure';
import { agreeToFolderNetwork } from './folderNetwork';
import { keepOutOfGit, type AboutGit } from './gitWorkTree';
import { askOption, type Answer, type Option } from './quickSteps';
import { askBaseUrl, askCredential, askKind, frame, verifiedSentence } from './steps';
import { targetOf, type LastCheck } from '../../core/probes/lastCheck';

/** What the flow works with. */
export interface ConnectContext {
  readonly extension: vscode.ExtensionContext;
  readonly store: Store;
  readonly journal: JournalStore;
  readonly documents: Documents;
  readonly version: string;
}

/** What has been answered so far. */
interface Draft {
  url: string;
  kind: CredentialKind;
  credential: Secret | undefined;
  verified: { readonly kind: Exclude<CredentialKind, 'unknown'>; readonly check: LastCheck } | undefined;
  targets: PlanTargets;
  repair: boolean;
  /** What was said of the folder's network settings, and agreed to. */
  folderNetwork: string;
}

type StepName = 'url' | 'kind' | 'credential' | 'verify' | 'where' | 'review';
type Next = StepName | 'end';
type Step = (draft: Draft, context: ConnectContext) => Promise<Next>;

/**
 * Connects Claude Code to a gateway: asks, verifies, shows what will be written, writes. Each step names the next one;
 * until the last one nothing is written, and Escape ends it anywhere.
 */
export async function connect(context: ConnectContext): Promise<void> {
  const { main, snapshot } = await context.store.fresh();
  // An address of a folder that is not trusted is not proposed either: the credential would go there.
  const proposed = snapshot.trusted || !valuesOfFolder(main.config).has(main.request.baseUrl.variable ?? '');
  const configured = isConfigured(main.request) && main.request.provider === 'anthropic' && proposed;
  const draft: Draft = {
    url: configured ? main.request.baseUrl.value : '',
    kind: 'bearer',
    credential: undefined,
    verified: undefined,
    targets: { vscode: true, terminal: false },
    repair: false,
    folderNetwork: '',
  };
  let step: Next = 'url';
  while (step !== 'end') step = await STEPS[step](draft, context);
}

const STEPS: Readonly<Record<StepName, Step>> = {
  async url(draft) {
    return after(await askBaseUrl(draft.url === '' ? undefined : draft.url), 'end', (url) => {
      draft.url = url;
      return 'kind';
    });
  },

  async kind(draft) {
    return after(await askKind(draft.kind), 'url', (kind) => {
      // A command is no credential, and the other way round.
      if ((kind === 'helper') !== (draft.kind === 'helper')) draft.credential = undefined;
      draft.kind = kind;
      return 'credential';
    });
  },

  async credential(draft) {
    if (draft.kind === 'helper' && !vscode.workspace.isTrusted) {
      const back = await ask(
        'warning',
        t('In Restricted Mode no command is run. You: trust this folder first, or choose another kind of credential.'),
        t('A command could have been put there by the folder’s author.'),
        [{ label: t('Choose Another Kind'), value: true }],
      );
      return back === true ? 'kind' : 'end';
    }
    return after(await askCredential(draft.kind, hostOf(draft.url), draft.credential), 'kind', (credential) => {
      draft.credential = credential;
      return 'verify';
    });
  },

  async verify(draft, { store, version }) {
    const { credential, url, kind } = draft;
    if (credential === undefined) return 'credential';
    const { main, snapshot } = await store.fresh();
    const folderNetwork = snapshot.trusted
      ? await agreeToFolderNetwork(main.config, hostOf(url), draft.folderNetwork)
      : '';
    if (folderNetwork === undefined) return 'end';
    draft.folderNetwork = folderNetwork;
    const env = probeEnvironment(main.config, process.env, snapshot.trusted, windowMachine().folder);
    const result = await withCancellableProgress(
      t('Asking {host} ({cost})', { host: hostOf(url), cost: tableText(QUICK_COST) }),
      (signal, onStep) =>
        verifyEntered(
          { baseUrl: url, kind, credential, model: modelsInUse(main.config)[0].name },
          { env, version, signal, onStep },
        ),
    );
    if (result === undefined) return 'credential';
    if (result.accepted) {
      draft.verified = { kind: result.kind, check: result.check };
      // Who typed it has seen it.
      if (result.kind === 'helper') store.agreedCommands.add({ command: credential, surroundings: '' });
      return 'where';
    }
    const step = await showFailure(result.finding, kind === 'bearer' || kind === 'api-key');
    if (step === 'other-header') draft.kind = kind === 'bearer' ? 'api-key' : 'bearer';
    return step === undefined ? 'end' : step === 'again' || step === 'other-header' ? 'verify' : step;
  },

  async where(draft, context) {
    const { verified, kind } = draft;
    if (verified === undefined) return 'verify';
    const { snapshot } = await context.store.fresh();
    const options = targetOptions(verified.kind, snapshot.claudeExtension !== undefined, await filesOf(context));
    const ownFile = snapshot.readings.find(({ id }) => id === 'user-settings')?.env ?? {};
    const alreadyThere =
      'ANTHROPIC_BASE_URL' in ownFile || 'ANTHROPIC_AUTH_TOKEN' in ownFile || 'ANTHROPIC_API_KEY' in ownFile;
    const inTerminal = alreadyThere || draft.targets.terminal || unapproved(draft, snapshot);
    const preset = options.find(({ value }) => value.terminal === inTerminal)?.value;
    const answer = await askOption(
      frame(4),
      verifiedSentence(kind, verified.kind, snapshot.claudeExtension !== undefined),
      options,
      preset,
    );
    return after(answer, 'credential', (targets) => {
      if (!targets.vscode && !targets.terminal) return 'end';
      draft.targets = targets;
      return 'review';
    });
  },

  async review(draft, context) {
    const connection = connectionOf(draft);
    if (connection === undefined) return 'verify';
    const files = await filesOf(context);
    const plans = planConnection(connection, files, draft.targets);
    const aboutGit = await keepOutOfGit(plans);
    if (aboutGit !== 'write') return AFTER_GIT[aboutGit];
    if (!(await saveOpenEditors(plans.map(({ path }) => path)))) return 'where';
    if (draft.targets.vscode && !(await goOnDespiteObstacles(connection, context, draft.targets, files)))
      return 'where';
    try {
      const earlier = await context.journal.read(files.vscode);
      if (!earlier.ok && !(await goOnWithoutRecord())) return 'end';
      const prepared = await prepareFiles(plans, earlier.ok ? earlier.value : [], draft.repair);
      const close = await context.documents.showPreview(prepared);
      const { snapshot } = await context.store.fresh();
      const cautions =
        unapproved(draft, snapshot) && !draft.targets.terminal
          ? [
              t(
                'In VS Code Claude Code skips an API key until you approve it in a terminal that has it too: go back and choose both.',
              ),
            ]
          : [];
      const question = [
        t('These are the changes, with the credential hidden. Nothing is written yet.'),
        ...cautions,
      ].join(' ');
      const answer = await askOption(frame(5), question, reviewOptions(prepared)).finally(close);
      if (answer.kind !== 'value') return answer.kind === 'back' ? 'where' : 'end';
      // Settings Sync learns of it before the secret is there.
      if (files.userSettings === undefined && draft.targets.vscode)
        await excludeFromSync(context.extension.globalState);
      await writeFiles(
        answer.value === 'closed' ? prepared.map(closedToOthers) : prepared,
        context.journal,
        files.vscode,
        () => context.store.untilChanged(),
      );
      await finish(draft, connection, context);
      return 'end';
    } catch (error) {
      const then = await showFileProblem(error);
      if (then === 'repair') draft.repair = true;
      return then === 'stop' ? 'end' : 'review';
    }
  },
};

/** Where a refusal because of Git leads. */
const AFTER_GIT: Readonly<Record<Exclude<AboutGit, 'write'>, Next>> = {
  again: 'review',
  elsewhere: 'where',
  stop: 'end',
};

function unapproved({ verified, credential }: Draft, { state }: Snapshot): boolean {
  return verified !== undefined && credential !== undefined && needsApproval(verified.kind, credential, state);
}

function after<T>(answer: Answer<T>, previous: Next, proceed: (value: T) => Next): Next {
  if (answer.kind === 'cancel') return 'end';
  return answer.kind === 'back' ? previous : proceed(answer.value);
}

async function filesOf({ extension }: ConnectContext): Promise<{
  vscode: string;
  vscodeKind: WindowFiles['targetKind'];
  userSettings: string | undefined;
  claude: string;
}> {
  const files = await settledFiles(extension.globalStorageUri);
  return {
    vscode: files.target,
    vscodeKind: files.targetKind,
    userSettings: files.userSettings,
    claude: pathOf('user-settings', windowMachine()) ?? '',
  };
}

function connectionOf({ url, credential, verified }: Draft): Connection | undefined {
  return credential === undefined || verified === undefined
    ? undefined
    : { baseUrl: url, kind: verified.kind, credential };
}

function targetOptions(
  kind: Exclude<CredentialKind, 'unknown'>,
  claudeInstalled: boolean,
  files: Awaited<ReturnType<typeof filesOf>>,
): Option<PlanTargets>[] {
  const helper = kind === 'helper';
  const place = files.vscodeKind === 'user' ? t('VS Code’s user settings') : t('VS Code’s remote settings');
  const [vscodeFile, claudeFile] = [shortPath(files.vscode), shortPath(files.claude)];
  const vscodeOnly = {
    label: claudeInstalled ? place : t('{place} anyway', { place }),
    description: 'claudeCode.environmentVariables',
    detail: claudeInstalled
      ? files.vscode
      : t('{file}: counts as soon as Claude Code is installed', { file: vscodeFile }),
    value: { vscode: true, terminal: false },
  };
  const both = {
    label: claudeInstalled
      ? t('{place}, and claude in the terminal', { place })
      : t('{place} anyway, and claude in the terminal', { place }),
    description: helper ? t('apiKeyHelper is a setting of Claude Code itself') : t('the same two variables'),
    detail: t('{file} and {other}', { file: vscodeFile, other: claudeFile }),
    value: { vscode: true, terminal: true },
  };
  const terminalOnly = {
    label: t('Only claude in the terminal'),
    description: t('env in Claude Code’s own settings'),
    detail: files.claude,
    value: { vscode: false, terminal: true },
  };
  const stop = { label: t('Stop'), detail: t('Nothing is written.'), value: { vscode: false, terminal: false } };
  return [...(helper ? [] : [vscodeOnly]), both, ...(claudeInstalled ? [] : [terminalOnly, stop])];
}

/** Whether files that receive a credential are closed to other accounts of the machine, or left as they are. */
type Access = 'closed' | 'as-it-is';

function reviewOptions(files: readonly PreparedFile[]): Option<Access>[] {
  const changed = files.filter(({ before, after: text }) => before !== text);
  const count = changed.length === 1 ? t('1 file') : t('{count} files', { count: changed.length });
  const names = changed.map(({ path, before }) =>
    before === undefined ? t('{file} (new)', { file: shortPath(path) }) : shortPath(path),
  );
  const detail = names.join(', ');
  const open = changed
    .filter(({ openMode }) => openMode !== undefined)
    .map(({ path }) => shortPath(path))
    .join(', ');
  const write = { icon: 'check', label: t('Write these changes'), detail };
  if (open === '') return [{ ...write, description: count, value: 'as-it-is' }];
  return [
    { ...write, description: t('{files}, readable only by you', { files: count }), value: 'closed' },
    {
      label: t('Write these changes and keep file permissions'),
      detail: t('Other accounts on this machine can read the credential in {files}.', { files: open }),
      value: 'as-it-is',
    },
  ];
}

/** Enough of a path to tell the files apart in one line. */
function shortPath(file: string): string {
  return file.split(/[\\/]/).slice(-2).join('/');
}

/** Says before writing what else Claude Code would send, or where it would go instead. */
async function goOnDespiteObstacles(
  connection: Connection,
  { store }: ConnectContext,
  targets: PlanTargets,
  files: PlanFiles,
): Promise<boolean> {
  const { snapshot } = await store.fresh();
  const [first] = obstaclesTo(connection, snapshot, targets, files);
  if (first === undefined) return true;
  const place = placeLabel(first.source, first.location);
  const names = { variable: first.variable, place };
  const message =
    first.effect === 'wins'
      ? t('{variable} in {place} would win over what is written here.', names)
      : t('{variable} in {place} would be sent as well.', names);
  const todo = first.source.startsWith('managed-')
    ? t('Ask your administrator to change it.')
    : t('Remove it there, or let this command write that file too if it is your own.');
  const answer = await ask('warning', message, `${t('Then Claude Code would not send what was verified.')} ${todo}`, [
    { label: t('Continue Anyway'), value: true },
  ]);
  return answer === true;
}

/** Milliseconds in which VS Code reads a changed settings file; on a busy machine it takes seconds (measured). */
const READING_TAKES_AT_MOST = 15_000;

/** Waits until VS Code has read the new settings, keeps the verification as the last check, and says what is next. */
async function finish(draft: Draft, connection: Connection, { store }: ConnectContext): Promise<void> {
  const host = hostOf(connection.baseUrl);
  const report = { label: t('Show Report'), value: COMMANDS.showReport };
  const reload = { label: t('Reload Window'), value: 'workbench.action.reloadWindow' };
  const outcome = await withProgressInStatusBar(t('Waiting for VS Code to read the new settings'), () =>
    outcomeOf(connection, store, draft.targets.vscode ? READING_TAKES_AT_MOST : 0),
  );
  // What was verified went without them.
  const further =
    outcome !== undefined && effectiveValue(outcome.assessment.config, 'ANTHROPIC_CUSTOM_HEADERS') !== undefined;
  if (outcome !== undefined && !further) await store.agreements.add(outcome.assessment);
  if (outcome !== undefined)
    await store.keep(
      draft.verified === undefined
        ? undefined
        : { ...draft.verified.check, at: Date.now(), target: targetOf(outcome.assessment.request), findings: [] },
    );
  if (outcome?.approved === true)
    tell(
      'info',
      t('Connected to {host}. New Claude Code conversations use it; reload the window for those that are open.', {
        host,
      }),
      [reload, report],
    );
  else if (outcome !== undefined)
    tell('warning', approvalMessage(host, draft.targets.terminal), [
      { label: t('Open Terminal'), value: openApprovalTerminal },
      report,
    ]);
  else if (draft.targets.vscode)
    tell(
      'warning',
      t(
        'Written, but Claude Code in this window does not use it yet. Reload the window; if that does not help, the report says what wins.',
      ),
      [reload, report],
    );
  else tell('info', t('Written for claude in the terminal: it uses {host} from its next start.', { host }), [report]);
}

/** What came of it: what counts from now on, or from when the key is approved. */
interface Outcome {
  readonly assessment: Assessment;
  readonly approved: boolean;
}

/** The outcome as soon as this window sends what was verified; undefined when it does not come to that in time. */
async function outcomeOf(connection: Connection, store: Store, timeoutMs: number): Promise<Outcome | undefined> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const { main, snapshot } = await store.fresh();
    if (sendsAsVerified(main.request, connection)) return { assessment: main, approved: true };
    const later = assess(onceApproved(connection, snapshot), main.surface);
    if (awaitsApproval(main.request) && sendsAsVerified(later.request, connection))
      return { assessment: later, approved: false };
    if (Date.now() >= end) return undefined;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
}
