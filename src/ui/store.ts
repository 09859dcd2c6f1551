import * as vscode from 'vscode';
import { assessAll, type Assessment } from '../core/assessment';
import { effectiveConfig, type EffectiveConfig } from '../core/effectiveConfig';
import { healthOf, targetOf, type Health, type LastCheck } from '../core/health';
import type { Snapshot } from '../core/snapshot';
import { dropinDir, pathOf } from '../core/sources';
import { askSavedLogin, findClient } from '../host/claudeCli';
import { NO_POLICIES, readPolicies, type Policies } from '../host/policies';
import { readShellEnvironment, type ShellEnvironment } from '../host/shellEnvironment';
import { collect, windowMachine } from './collect';
import { STATE_CONTEXT, STORED } from './ids';
import type { Log } from './log';

/** What every view shows. Views hold nothing themselves and read this again on each change. */
export interface State {
  readonly snapshot: Snapshot;
  readonly assessments: readonly Assessment[];
  /** The surface of this window: the Claude Code extension. */
  readonly main: Assessment;
  /** The assessments for people. */
  readonly config: EffectiveConfig;
  readonly health: Health;
  readonly lastCheck: LastCheck | undefined;
}

/** Settings of VS Code that a reading depends on. */
const WATCHED_SETTINGS = ['claudeCode', 'claude-code', 'terminal.integrated.env', 'http'] as const;

const POLICIES_AFTER_MS = 5000;

/** Holds the state of the window; the only thing that does. */
export class Store {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: { dispose(): unknown }[] = [this.#changed];
  #state: State | undefined;
  #checking = false;
  #shell: ShellEnvironment | undefined;
  /** What `claude` said of a saved login; undefined when it was not asked or did not say. */
  #savedLogin: boolean | undefined;
  /** Undefined until they have been read, once a session: that may take a child process, so everything else is shown first. */
  #policies: Policies | undefined;
  #policiesDue = false;
  #pending: Promise<void> | undefined;
  #again = false;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: Log,
  ) {
    const refresh = (): void => void this.refresh();
    this.#subscriptions.push(
      vscode.workspace.onDidChangeConfiguration((event) => { if (WATCHED_SETTINGS.some((name) => event.affectsConfiguration(name))) refresh(); }),
      vscode.workspace.onDidGrantWorkspaceTrust(refresh),
      vscode.workspace.onDidChangeWorkspaceFolders(refresh),
      vscode.extensions.onDidChange(refresh),
      ...this.#watch(refresh),
    );
    // Not while VS Code starts: reading them may take a child process.
    const later = setTimeout(() => {
      this.#policiesDue = true;
      refresh();
    }, POLICIES_AFTER_MS);
    this.#subscriptions.push({ dispose: () => { clearTimeout(later); } });
  }

  /** The state, or undefined until the first {@link refresh} is through. */
  get state(): State | undefined {
    return this.#state;
  }

  /** The state after reading everything anew. */
  async fresh(): Promise<State> {
    this.#policiesDue = true;
    await this.refresh();
    if (this.#state === undefined) throw new Error('the configuration could not be read');
    return this.#state;
  }

  /**
   * Asks other programs, once a session, and only when the user wants to know: the login shell for its environment, whose
   * start-up files then run, and `claude` whether a login is saved, where its store is not opened.
   */
  async askOthers(): Promise<void> {
    if (this.#shell !== undefined) return;
    const { snapshot } = await this.fresh();
    const unknown = snapshot.readings.some(({ id, outcome }) => id === 'login' && outcome.status === 'unreadable');
    [this.#shell, this.#savedLogin] = await Promise.all([readShellEnvironment(process.env, { inherits: vscode.env.remoteName !== undefined }), unknown ? this.#askClient() : undefined]);
    await this.refresh();
  }

  /** {@link refresh}, and what other programs told is forgotten. */
  async forgetAndRefresh(): Promise<void> {
    this.#shell = undefined;
    this.#savedLogin = undefined;
    this.#policies = undefined;
    await this.refresh();
  }

  /** Reads every source again. Calls during a run are served by one more run after it. */
  refresh(): Promise<void> {
    if (this.#pending !== undefined) {
      this.#again = true;
      return this.#pending;
    }
    this.#pending = this.#read().finally(() => { this.#pending = undefined; });
    return this.#pending;
  }

  /** Waits until VS Code has read changed settings of Claude Code, or six seconds when it does not notice. */
  async untilChanged(): Promise<void> {
    await new Promise<void>((resolve) => {
      const subscription = vscode.workspace.onDidChangeConfiguration((event) => { if (event.affectsConfiguration('claudeCode')) done(); });
      const timer = setTimeout(() => { done(); }, 6000);
      const done = (): void => {
        subscription.dispose();
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Runs a check while every view shows that one is running, and keeps its result. */
  async check(run: (state: State) => Promise<LastCheck>): Promise<State> {
    const before = await this.fresh();
    this.#checking = true;
    this.#derive(before.snapshot);
    try {
      await this.keep(await run(before));
    } finally {
      this.#checking = false;
      this.#derive(this.#state?.snapshot ?? before.snapshot);
    }
    return this.#state ?? before;
  }

  /** Keeps the result of a check, across sessions. It holds no secret. */
  async keep(check: LastCheck | undefined): Promise<void> {
    await this.context.globalState.update(STORED.lastCheck, check);
    if (this.#state !== undefined) this.#derive(this.#state.snapshot);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  async #read(): Promise<void> {
    do {
      this.#again = false;
      try {
        this.#derive(await this.#collect());
        if (this.#policies === undefined && this.#policiesDue) {
          this.#policies = await readPolicies(windowMachine(), process.env);
          if (this.#policies.documents.length > 0 || this.#policies.inheritedDir !== undefined) this.#derive(await this.#collect());
        }
      } catch (error) {
        this.log.error('Reading the configuration failed', error);
      }
    } while (this.#isAskedAgain());
  }

  #collect(): Promise<Snapshot> {
    return collect(this.context.globalStorageUri, { shell: this.#shell, savedLogin: this.#savedLogin, policies: this.#policies ?? NO_POLICIES });
  }

  async #askClient(): Promise<boolean | undefined> {
    const client = await findClient(process.env);
    return client === undefined ? undefined : askSavedLogin(client.path, process.env);
  }

  #isAskedAgain(): boolean {
    return this.#again;
  }

  #derive(snapshot: Snapshot): void {
    const assessments = assessAll(snapshot);
    const [main] = assessments;
    if (main === undefined) return;
    const kept = this.context.globalState.get<LastCheck>(STORED.lastCheck);
    const lastCheck = kept?.target === targetOf(main.request) ? kept : undefined;
    const health = healthOf(main.request, main.findings, lastCheck, this.#checking);
    this.#state = { snapshot, assessments, main, config: effectiveConfig(assessments, snapshot), health, lastCheck };
    void vscode.commands.executeCommand('setContext', STATE_CONTEXT, health.state);
    this.#changed.fire();
  }

  /** Claude Code's own files change outside VS Code; its settings files are small and few, so they are watched by name. */
  #watch(refresh: () => void): { dispose(): unknown }[] {
    const machine = windowMachine();
    const files = (['user-settings', 'project-settings', 'local-settings', 'managed-file', 'login'] as const).flatMap((kind) => pathOf(kind, machine) ?? []);
    const patterns = [...files.map((file) => [vscode.Uri.joinPath(vscode.Uri.file(file), '..'), vscode.Uri.file(file).path.split('/').at(-1) ?? '*'] as const), [vscode.Uri.file(dropinDir(machine)), '*.json'] as const];
    // Claude Code writes its state file many times in a session.
    const soon = delayed(refresh, 500);
    const state = ['state', 'state-legacy'] as const;
    return [soon, ...patterns.flatMap(([folder, name]) => watchFile(folder, name, refresh)), ...state.flatMap((kind) => {
      const uri = vscode.Uri.file(pathOf(kind, machine) ?? '');
      return watchFile(vscode.Uri.joinPath(uri, '..'), uri.path.split('/').at(-1) ?? '', () => { soon.start(); });
    })];
  }
}

function watchFile(folder: vscode.Uri, name: string, changed: () => void): vscode.Disposable[] {
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, name));
  return [watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed), watcher.onDidDelete(changed)];
}

/** Runs something once, a moment after the first of several calls. */
function delayed(run: () => void, ms: number): { start(): void; dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    start() {
      timer ??= setTimeout(() => {
        timer = undefined;
        run();
      }, ms);
    },
    dispose: () => { clearTimeout(timer); },
  };
}
