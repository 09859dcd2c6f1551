import * as vscode from 'vscode';
import { assessAll, type Assessment } from '../core/checks/assessment';
import { effectiveConfig, type EffectiveConfig } from '../core/views/effectiveConfig';
import { checkEntry, eventEntry, readingEntries, sourceEntries, verdictEntry } from '../core/views/logEntries';
import { healthOf, type Health } from '../core/health/health';
import { isSecretVariable } from '../core/claude/variables';
import { secretsIn } from '../core/config/knownSecrets';
import { progressAfter, type Progress } from '../core/probes/progress';
import { loginStatus, type Snapshot } from '../core/config/snapshot';
import { refusalWords, type Refusal } from '../core/health/backgroundChecks';
import { askSavedLogin, findClient } from '../host/files/claudeCli';
import { NO_POLICIES, readPolicies, type Policies } from '../host/files/policies';
import { readShellEnvironment, type ShellEnvironment } from '../host/files/shellEnvironment';
import { watchClaudeFiles } from './window/claudeFiles';
import { collect, windowMachine } from './window/collect';
import { AgreedCommands } from './window/commandConsent';
import { delayed } from './window/delayed';
import { partialCheck, type FollowedCheck, type Following } from './followedCheck';
import { STATE_CONTEXT } from './ids';
import { KeptCheck } from './keptCheck';
import type { Log } from './log';
import { Agreements } from './window/agreements';
import { requestKey, type LastCheck } from '../core/probes/lastCheck';

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
  /** Why the gateway isn’t checked in the background, a sentence. */
  readonly unchecked: string | undefined;
  /** The check that is going on; or one that was stopped before its end, until the next one. */
  readonly progress: Progress | undefined;
}

/** Settings of VS Code that a reading depends on. */
const WATCHED_SETTINGS = ['claudeCode', 'claude-code', 'terminal.integrated.env', 'http'] as const;

const POLICIES_AFTER_MS = 5000;
/** Milliseconds between two drawings of a check that goes on: often enough for the eye, and quiet enough for a screen reader. */
const REDRAW_AFTER_MS = 200;

/** Holds the state of the window; the only thing that does. */
export class Store {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  /** The credential commands that may run without another question. */
  readonly agreedCommands = new AgreedCommands();
  /** What may be checked in the background. */
  readonly agreements: Agreements;
  readonly #subscriptions: { dispose(): unknown }[] = [this.#changed];
  #state: State | undefined;
  #following: Following | undefined;
  #offline = false;
  #refusal: Refusal | undefined;
  readonly #redraw = delayed(() => {
    this.#judge();
  }, REDRAW_AFTER_MS);
  #shell: ShellEnvironment | undefined;
  /** What `claude` said of a saved login; undefined when it wasn’t asked or didn’t say. */
  #savedLogin: boolean | undefined;
  /** Undefined until they have been read, once a session: that may take a child process, so everything else is shown first. */
  #policies: Policies | undefined;
  #policiesDue = false;
  readonly #kept: KeptCheck;
  #pending: Promise<void> | undefined;
  #again = false;

  constructor(
    private readonly context: vscode.ExtensionContext,
    readonly log: Log,
  ) {
    this.agreements = new Agreements(context, log);
    this.#kept = new KeptCheck(context.globalState, log);
    const refresh = (): void => void this.refresh();
    this.#subscriptions.push(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (WATCHED_SETTINGS.some((name) => event.affectsConfiguration(name))) refresh();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(refresh),
      vscode.workspace.onDidChangeWorkspaceFolders(refresh),
      vscode.extensions.onDidChange(refresh),
      watchClaudeFiles(refresh),
      this.#redraw,
    );
    // Not while VS Code starts: reading them may take a child process.
    const later = setTimeout(() => {
      this.#policiesDue = true;
      refresh();
    }, POLICIES_AFTER_MS);
    this.#subscriptions.push({
      dispose: () => {
        clearTimeout(later);
      },
    });
  }

  /** The state, or undefined until the first {@link refresh} is through. */
  get state(): State | undefined {
    return this.#state;
  }

  /** The state after reading everything anew. */
  async fresh(): Promise<State> {
    this.#policiesDue = true;
    await this.refresh();
    if (this.#state === undefined) throw new Error('the configuration couldn’t be read');
    return this.#state;
  }

  /**
   * Asks other programs, once a session, and only when the user wants to know: the login shell for its environment, whose
   * start-up files then run, and `claude` whether a login is saved, where its store is not opened.
   */
  async askOthers(): Promise<void> {
    if (this.#shell !== undefined) return;
    const { snapshot } = await this.fresh();
    [this.#shell, this.#savedLogin] = await Promise.all([
      readShellEnvironment(process.env, { inherits: vscode.env.remoteName !== undefined }),
      loginStatus(snapshot) === 'unreadable' ? this.#askClient() : undefined,
    ]);
    await this.refresh();
  }

  /** {@link refresh}, and forgets what other programs answered. */
  async forgetAndRefresh(): Promise<void> {
    this.#shell = undefined;
    this.#savedLogin = undefined;
    this.#policies = undefined;
    if (!this.isChecking) this.#following = undefined;
    await this.refresh();
  }

  /** Reads every source again. Calls during a run are served by one more run after it. */
  refresh(): Promise<void> {
    if (this.#pending !== undefined) {
      this.#again = true;
      return this.#pending;
    }
    this.#pending = this.#read().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  /** True while a check goes on that views follow. */
  get isChecking(): boolean {
    return this.#following !== undefined && this.#following.progress.stopped !== true;
  }

  /** Stops the check that goes on, if any. */
  stopCheck(): void {
    if (this.isChecking) this.#following?.stop();
  }

  /**
   * Runs a check of the state as it is now while every view follows it, and keeps its result. Of one that rejects, what it
   * found until then stays in view, marked as incomplete, and the result of the last complete check stays in force.
   */
  async check({ scope, of, stop, run }: FollowedCheck): Promise<State> {
    const before = this.#state ?? (await this.fresh());
    const following: Following = {
      target: requestKey(before.main.request),
      stop,
      progress: { scope, startedAt: Date.now(), results: [], running: [], of },
    };
    this.#following = following;
    this.#judge();
    try {
      const result = await run((event) => {
        this.log.write(eventEntry(event));
        following.progress = progressAfter(following.progress, event);
        this.#redraw.start();
      });
      this.#following = undefined;
      this.log.write(checkEntry(result));
      await this.keep(result);
    } catch (error) {
      this.log.info('The check was stopped or failed');
      following.progress = { ...following.progress, running: [], stopped: true };
      this.#judge();
      throw error;
    }
    return this.#state ?? before;
  }

  /** Keeps the result of a check, across sessions. It holds no secret. */
  async keep(check: LastCheck | undefined): Promise<void> {
    await this.#kept.keep(check);
    this.#judge();
  }

  /** Says whether the network is there. It isn’t stored: what is known about the gateway applies again once it’s back. */
  setOffline(offline: boolean): void {
    if (offline === this.#offline) return;
    this.#offline = offline;
    this.#judge();
  }

  /** Says why the gateway isn’t checked in the background; undefined where it is, and where nobody wants it to be. */
  setRefusal(refusal: Refusal | undefined): void {
    if (refusal === this.#refusal) return;
    this.#refusal = refusal;
    this.#judge();
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
          if (this.#policies.documents.length > 0 || this.#policies.inheritedDir !== undefined)
            this.#derive(await this.#collect());
        }
      } catch (error) {
        this.log.error('Reading the configuration failed', error);
      }
    } while (this.#isAskedAgain());
  }

  #collect(): Promise<Snapshot> {
    return collect(this.context.globalStorageUri, {
      shell: this.#shell,
      savedLogin: this.#savedLogin,
      policies: this.#policies ?? NO_POLICIES,
    });
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
    this.log.hide(secretsIn(assessments, isSecretVariable));
    this.log.writeChanged('read', readingEntries(snapshot.readings));
    this.log.writeChanged('sources', sourceEntries(assessments));
    this.#judge({ snapshot, assessments, main, config: effectiveConfig(assessments, snapshot) });
  }

  /** What follows from the configuration and from what the gateway was asked, for every view. */
  #judge(read: Pick<State, 'snapshot' | 'assessments' | 'main' | 'config'> | undefined = this.#state): void {
    if (read === undefined) return;
    const { snapshot, assessments, main, config } = read;
    const target = requestKey(main.request);
    const kept = this.#kept.read();
    const lastCheck = kept?.target === target ? kept : undefined;
    const following = this.isChecking || this.#following?.target === target ? this.#following : undefined;
    const unchecked = this.#refusal === undefined ? undefined : refusalWords(this.#refusal, main.request);
    const health = healthOf(
      main.request,
      main.findings,
      this.isChecking && following !== undefined ? partialCheck(following) : lastCheck,
      this.isChecking,
      this.#offline && !this.isChecking,
      unchecked,
    );
    if (this.#state?.health.state !== health.state)
      void vscode.commands.executeCommand('setContext', STATE_CONTEXT, health.state);
    this.#state = {
      snapshot,
      assessments,
      main,
      config,
      health,
      lastCheck,
      unchecked: unchecked?.verdict,
      progress: following?.progress,
    };
    if (!this.isChecking) this.log.writeChanged('verdict', [verdictEntry(health, main)]);
    this.#changed.fire();
  }
}
