import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { hostOf } from '../../core/claude/baseUrl';
import { valuesOfFolder } from '../../core/config/decidedByFolder';
import {
  needsApproval,
  obstaclesTo,
  planConnection,
  type Connection,
  type PlanFiles,
  type Places,
} from '../../core/writing/connectionPlan';
import type { CredentialKind } from '../../core/claude/credential';
import { QUICK_COST } from '../../core/probes/rows/messagesProbes';
import { modelsInUse } from '../../core/probes/modelsInUse';
import { isConfigured } from '../../core/config/predict';
import { secretParts } from '../../core/config/secretParts';
import type { Secret } from '../../core/words/secret';
import type { Snapshot } from '../../core/config/snapshot';
import { OWN_FILE, pathOf, sourceRow } from '../../core/claude/sources';
import { placeLabel } from '../../core/config/places';
import { tableText } from '../../core/text/tableText';
import { checkEntry, eventEntry } from '../../core/views/logEntries';
import { probeEnvironment } from '../../host/run/probeEnvironment';
import { closedToOthers, prepareFiles } from '../../host/files/preparedFiles';
import { verifyEntered } from '../../host/run/verify';
import { windowMachine } from '../window/collect';
import type { Documents } from '../views/documents';
import type { JournalStore } from '../window/journalStore';
import { ask, withCancellableProgress } from '../window/messages';
import { excludeFromSync } from '../window/settingsSync';
import type { Store } from '../store';
import { settledFiles } from '../window/windowSettings';
import { goOnWithoutRecord, saveOpenEditors, showFileProblem, writeFiles } from '../window/writeSettings';
import { showFailure } from './failure';
import { finish } from './finish';
import { agreeToFolderNetwork } from './folderNetwork';
import { keepOutOfGit, type AboutGit } from './gitWorkTree';
import { askOption, type Answer } from './quickSteps';
import { askBaseUrl, askCredential, askKind, frame, verifiedSentence } from './steps';
import { reviewOptions, targetOptions, type TargetFiles } from './writeOptions';
import type { LastCheck } from '../../core/probes/lastCheck';

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
  targets: Places;
  repair: boolean;
  /** What the user was shown about the folder's network settings, and agreed to. */
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
  // An address from an untrusted folder isn’t proposed either: the credential would go there.
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
      // A command isn’t a credential, and vice versa.
      if ((kind === 'helper') !== (draft.kind === 'helper')) draft.credential = undefined;
      draft.kind = kind;
      return 'credential';
    });
  },

  async credential(draft) {
    if (draft.kind === 'helper' && !vscode.workspace.isTrusted) {
      const back = await ask(
        'warning',
        t(
          'Commands aren’t run in Restricted Mode. You: trust this folder first, or choose another kind of credential.',
        ),
        t('The folder’s author could have put a command there.'),
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
    store.log.hide(secretParts(credential.reveal()));
    const { main, snapshot } = await store.fresh();
    const folderNetwork = snapshot.trusted
      ? await agreeToFolderNetwork(main.config, hostOf(url), draft.folderNetwork)
      : '';
    if (folderNetwork === undefined) return 'end';
    draft.folderNetwork = folderNetwork;
    const env = probeEnvironment(main.config, process.env, snapshot.trusted, windowMachine().folder);
    const result = await withCancellableProgress(
      t('Verifying the credential with {host}: {cost}', { host: hostOf(url), cost: tableText(QUICK_COST) }),
      (signal, onStep) =>
        verifyEntered(
          { baseUrl: url, kind, credential, model: modelsInUse(main.config)[0].name },
          {
            env,
            version,
            signal,
            onStep,
            onEvent: (event) => {
              store.log.write(eventEntry(event));
            },
          },
        ),
    );
    if (result === undefined) return 'credential';
    store.log.write(checkEntry(result.check));
    if (result.accepted) {
      draft.verified = { kind: result.kind, check: result.check };
      // Whoever typed it has seen it.
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
    const ownFile = snapshot.readings.find(({ id }) => id === OWN_FILE)?.env ?? {};
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
                'In VS Code, Claude Code ignores an API key until you approve it in a terminal that has the same key: go back and choose both.',
              ),
            ]
          : [];
      const question = [
        t('Review the changes (your credential is hidden). Nothing has been written yet.'),
        ...cautions,
      ].join(' ');
      const answer = await askOption(frame(5), question, reviewOptions(prepared)).finally(close);
      if (answer.kind !== 'value') return answer.kind === 'back' ? 'where' : 'end';
      // Settings Sync has to ignore the setting before the secret is in it.
      if (files.userSettings === undefined && draft.targets.vscode)
        await excludeFromSync(context.extension.globalState);
      await writeFiles(
        answer.value === 'closed' ? prepared.map(closedToOthers) : prepared,
        context.journal,
        files.vscode,
      );
      await finish(connection, draft.targets, draft.verified?.check, context.store);
      return 'end';
    } catch (error) {
      const then = await showFileProblem(error, context.store.log);
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

async function filesOf({
  extension,
}: ConnectContext): Promise<TargetFiles & { readonly userSettings: string | undefined }> {
  const files = await settledFiles(extension.globalStorageUri);
  return {
    vscode: files.file,
    vscodeKind: files.fileKind,
    userSettings: files.userSettings,
    claude: pathOf(OWN_FILE, windowMachine()) ?? '',
  };
}

function connectionOf({ url, credential, verified }: Draft): Connection | undefined {
  return credential === undefined || verified === undefined
    ? undefined
    : { baseUrl: url, kind: verified.kind, credential };
}

/** Says before writing what else Claude Code would send, or where it would go instead. */
async function goOnDespiteObstacles(
  connection: Connection,
  { store }: ConnectContext,
  targets: Places,
  files: PlanFiles,
): Promise<boolean> {
  const { snapshot } = await store.fresh();
  const [first] = obstaclesTo(connection, snapshot, targets, files);
  if (first === undefined) return true;
  const place = placeLabel(first.source, first.location);
  const names = { variable: first.variable, place };
  const message =
    first.effect === 'wins'
      ? t('{variable} in {place} would override what you’re about to write.', names)
      : t('{variable} in {place} would also be sent.', names);
  const todo = sourceRow(first.source).managed
    ? t('Ask your administrator to change it.')
    : t('Remove it there or, if that file is your own, let this command write it too.');
  const answer = await ask('warning', message, `${t('Claude Code wouldn’t send what was verified.')} ${todo}`, [
    { label: t('Continue Anyway'), value: true },
  ]);
  return answer === true;
}
