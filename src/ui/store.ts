import * as vscode from 'vscode';
import { assessAll, type Assessment } from '../core/assessment';
import { healthOf, targetOf, type Health, type LastCheck } from '../core/health';
import type { Snapshot } from '../core/snapshot';
import { dropinDir, pathOf } from '../core/sources';
import { collect, windowMachine } from './collect';
import { STATE_CONTEXT, STORED } from './ids';
import type { Log } from './log';

/** What every view shows. Views hold nothing themselves and read this again on each change. */
export interface State {
  readonly snapshot: Snapshot;
  readonly assessments: readonly Assessment[];
  /** The surface of this window: the Claude Code extension. */
  readonly main: Assessment;
  readonly health: Health;
  readonly lastCheck: LastCheck | undefined;
}

/** Holds the state of the window; the only thing that does. */
export class Store {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: { dispose(): unknown }[] = [this.#changed];
  #state: State | undefined;
  #checking = false;
  #pending: Promise<void> | undefined;
  #again = false;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: Log,
  ) {
    const refresh = (): void => void this.refresh();
    this.#subscriptions.push(
      vscode.workspace.onDidChangeConfiguration((event) => { if (event.affectsConfiguration('claudeCode')) refresh(); }),
      vscode.workspace.onDidGrantWorkspaceTrust(refresh),
      vscode.workspace.onDidChangeWorkspaceFolders(refresh),
      vscode.extensions.onDidChange(refresh),
      ...this.#watch(refresh),
    );
  }

  /** The state, or undefined until the first {@link refresh} is through. */
  get state(): State | undefined {
    return this.#state;
  }

  /** The state after reading everything anew. */
  async fresh(): Promise<State> {
    await this.refresh();
    if (this.#state === undefined) throw new Error('the configuration could not be read');
    return this.#state;
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
        this.#derive(await collect(this.context.globalStorageUri));
      } catch (error) {
        this.log.error('Reading the configuration failed', error);
      }
    } while (this.#isAskedAgain());
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
    this.#state = { snapshot, assessments, main, health, lastCheck };
    void vscode.commands.executeCommand('setContext', STATE_CONTEXT, health.state);
    this.#changed.fire();
  }

  /** Claude Code's own files change outside VS Code; its settings files are small and few, so they are watched by name. */
  #watch(refresh: () => void): vscode.Disposable[] {
    const machine = windowMachine();
    const files = (['user-settings', 'project-settings', 'local-settings', 'managed-file'] as const).flatMap((kind) => pathOf(kind, machine) ?? []);
    const patterns = [...files.map((file) => [vscode.Uri.joinPath(vscode.Uri.file(file), '..'), vscode.Uri.file(file).path.split('/').at(-1) ?? '*'] as const), [vscode.Uri.file(dropinDir(machine)), '*.json'] as const];
    return patterns.flatMap(([folder, name]) => {
      const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, name));
      return [watcher, watcher.onDidChange(refresh), watcher.onDidCreate(refresh), watcher.onDidDelete(refresh)];
    });
  }
}
