import { networkInterfaces } from 'node:os';
import * as vscode from 'vscode';
import type { Assessment } from '../core/checks/assessment';
import { isSentInBackground } from '../core/config/credentialHeaders';
import { mergeFreeCheck } from '../core/health/mergeChecks';
import { dueAt, isNetworkAway, paceAfter, type Occasion, type Pace } from '../core/health/healthSchedule';
import { isConfiguredAnew, isOtherHost, backgroundRefusal } from '../core/health/backgroundChecks';
import { Deadline } from '../host/network/deadline';
import { diagnose } from '../host/run/diagnose';
import { AGREED_FILES } from '../host/files/agreedFile';
import { HEALTH_FILE, readShared, underLock, writeShared, type SharedCheck } from '../host/files/healthFile';
import { checkEntry, eventEntry } from '../core/views/logEntries';
import type { Log } from './log';
import type { State, Store } from './store';
import { requestKey } from '../core/probes/lastCheck';
import { checkOptions } from './checkOptions';

/** How often to look whether the network is back. Nothing is sent for that. */
const LOOK_MS = 30_000;
/** Another window is asking just now, and writes down what it learns. */
const ELSEWHERE_MS = 5000;
/** A check without tokens is a request or two; what hasn’t ended by then won’t end. */
const LONGEST_MS = 40_000;
/** Longer waits are cut into pieces: the clock runs on while a machine sleeps, a timer doesn’t. */
const LONGEST_TIMER_MS = 5 * 60_000;

/**
 * Checks the gateway in the background, without tokens, and keeps the result: only a gateway that the user has checked before
 * with the same credential, or that the organization has set. The result appears only in the views. One window of a machine asks for all of them.
 */
export function createHealthWatch(store: Store, storage: vscode.Uri, version: string, log: Log): vscode.Disposable {
  const watch = new HealthWatch(store, storage.fsPath, version, log);
  const file = vscode.workspace.createFileSystemWatcher(
    new vscode.RelativePattern(storage, `{${HEALTH_FILE},${AGREED_FILES}}`),
  );
  const look = (): void => {
    watch.look();
  };
  return vscode.Disposable.from(
    watch,
    file,
    file.onDidCreate(look),
    file.onDidChange(look),
    store.onDidChange(() => {
      watch.follow();
    }),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      watch.look(focused);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(INTERVAL)) watch.look();
    }),
  );
}

const INTERVAL = 'llmGateway.healthCheck.intervalMinutes';
const USUAL_MINUTES = 15;

/** How often to ask; 0 for never. */
function intervalMs(): number {
  const minutes = vscode.workspace.getConfiguration().get<unknown>(INTERVAL);
  if (typeof minutes !== 'number' || Number.isNaN(minutes)) return USUAL_MINUTES * 60_000;
  return minutes <= 0 ? 0 : Math.max(1, minutes) * 60_000;
}

class HealthWatch {
  readonly #startedAt = Date.now();
  #changedAt: number | undefined;
  /** When the last change was one to another host. */
  #movedAt: number | undefined;
  #seen: Assessment | undefined;
  #wasChecking = false;
  #timer: NodeJS.Timeout | undefined;
  #running: AbortController | undefined;
  /** Counts the looks: an older one that waited for the file is ignored. */
  #turn = 0;
  /** The last check of this window: not every one gets into the file that all windows share. */
  #asked: (Pace & { readonly target: string }) | undefined;
  /** The network was away although there seemed to be one: until its addresses change, or the next check is due. */
  #unreachable: { readonly addresses: string; readonly until: number } | undefined;
  #wasAway = false;
  #disposed = false;

  constructor(
    private readonly store: Store,
    private readonly folder: string,
    private readonly version: string,
    private readonly log: Log,
  ) {}

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#running?.abort();
  }

  /** The state has changed: perhaps how Claude Code is set up, or somebody checks. */
  follow(): void {
    const { state, isChecking } = this.store;
    if (state === undefined || (state.main === this.#seen && isChecking === this.#wasChecking)) return;
    const anew = this.#seen !== undefined && isConfiguredAnew(this.#seen, state.main);
    if (this.#seen !== undefined && isOtherHost(this.#seen, state.main)) this.#movedAt = Date.now();
    this.#seen = state.main;
    this.#wasChecking = isChecking;
    if (anew) {
      this.#changedAt = Date.now();
      this.#unreachable = undefined;
    }
    if (anew || isChecking) this.#running?.abort();
    this.look();
  }

  /** Sees whether a check is due, takes over what another window has found, and sets the clock for the next look. */
  look(focused = false): void {
    this.#look(focused).catch((error: unknown) => {
      this.log.error('The token-free check failed', error);
    });
  }

  async #look(focused: boolean): Promise<void> {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    const interval = intervalMs();
    const { state } = this.store;
    if (this.#disposed || state === undefined || this.store.isChecking) return;
    const refusal =
      interval === 0
        ? undefined
        : backgroundRefusal(state.main, {
            trusted: state.snapshot.trusted,
            agreed: await this.store.agreements.all(),
            managedCounts: !isDescribedByFolder(),
          });
    if (turn !== this.#turn) return;
    this.store.setRefusal(refusal);
    if (interval === 0 || refusal !== undefined) {
      this.#running?.abort();
      this.store.setOffline(false);
      return;
    }
    if (this.#isAway(state)) {
      this.#again(LOOK_MS);
      return;
    }
    const shared = await readShared(this.folder, requestKey(state.main.request));
    if (turn !== this.#turn || this.#running !== undefined) return;
    if (shared !== undefined) await this.#adopt(shared);
    if (turn !== this.#turn) return;
    const occasion = {
      now: Date.now(),
      intervalMs: interval,
      startedAt: this.#startedAt,
      changedAt: this.#changedAt,
      movedAt: this.#movedAt,
      focused,
    };
    const wait = dueAt(this.#paceOf(state, shared), occasion) - occasion.now;
    if (wait <= 0) await this.#ask(state, occasion);
    else this.#again(wait);
  }

  #again(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#disposed)
      this.#timer = setTimeout(
        () => {
          this.look();
        },
        Math.min(ms, LONGEST_TIMER_MS),
      );
  }

  /** Whether the network is away still; when it has come back, a check is due at once. */
  #isAway(state: State): boolean {
    const unreachable = this.#unreachable?.addresses === addresses();
    const away =
      isNetworkAway(networkInterfaces(), hostnameOf(state)) ||
      (unreachable && Date.now() < (this.#unreachable?.until ?? 0));
    if (away) this.store.setOffline(true);
    // With the same addresses as before, only a check can tell.
    else if (this.#wasAway && !unreachable) {
      this.#changedAt = Date.now();
      this.store.setOffline(false);
    }
    this.#wasAway = away || unreachable;
    return away;
  }

  /** When the target was last asked, as far as it sets the pace: a check that somebody asked for restarts it. */
  #paceOf({ main, lastCheck }: State, shared: SharedCheck | undefined): Pace | undefined {
    const own = this.#asked?.target === requestKey(main.request) ? this.#asked : undefined;
    const asked =
      lastCheck === undefined || lastCheck.scope === 'free'
        ? undefined
        : { ...paceAfter(undefined, lastCheck, lastCheck.at), misses: 0 };
    return [shared, own, asked].filter((pace) => pace !== undefined).sort((a, b) => b.at - a.at)[0];
  }

  async #ask(state: State, occasion: Occasion): Promise<void> {
    const { main } = state;
    const target = requestKey(main.request);
    const own = new AbortController();
    this.#running = own;
    const deadline = new Deadline(LONGEST_MS, own.signal);
    const began = Date.now();
    let free: SharedCheck | undefined;
    try {
      free = await underLock(this.folder, async () => {
        const before = await readShared(this.folder, target);
        // Another window was faster.
        if (before !== undefined && dueAt(this.#paceOf(state, before), { ...occasion, now: Date.now() }) > Date.now())
          return before;
        const { signal } = deadline;
        const check = await diagnose({
          ...checkOptions(state, this.version, 'free'),
          onlyWhetherItAnswers:
            (state.lastCheck ?? before?.check)?.answersAnything === true || before?.check.answersAnything === true,
          signal,
          onEvent: (event) => {
            this.log.write(eventEntry(event));
          },
        });
        signal.throwIfAborted();
        this.log.write(checkEntry(check));
        if (isNetworkAway(networkInterfaces(), hostnameOf(state), check)) {
          this.#unreachable = { addresses: addresses(), until: began + occasion.intervalMs };
          this.#asked = { target, at: began, misses: 0 };
          return undefined;
        }
        this.#unreachable = undefined;
        this.#wasAway = false;
        this.store.setOffline(false);
        const last = this.#paceOf(state, before);
        // Another configuration, another beginning.
        const pace = paceAfter(
          last !== undefined && last.at >= (occasion.changedAt ?? 0) ? last : undefined,
          check,
          began,
        );
        const result = { ...pace, check };
        this.#asked = { target, ...pace };
        await writeShared(this.folder, result);
        return result;
      });
    } catch (error) {
      if (!own.signal.aborted) {
        this.#asked = { target, at: began, misses: (this.#asked?.misses ?? 0) + 1 };
        throw error;
      }
    } finally {
      deadline.end();
      if (this.#running === own) this.#running = undefined;
      this.#again(own.signal.aborted ? 0 : ELSEWHERE_MS);
    }
    if (free === undefined || own.signal.aborted) return;
    await this.#adopt(free);
    this.look();
  }

  /** Keeps what a check without tokens has shown, of this window or of another one, unless something newer is known. */
  async #adopt({ check }: SharedCheck): Promise<void> {
    const { state, isChecking } = this.store;
    if (state === undefined || isChecking || check.target !== requestKey(state.main.request)) return;
    const { lastCheck } = state;
    if (check.at <= Math.max(lastCheck?.at ?? 0, lastCheck?.recheckedAt ?? 0)) return;
    await this.store.keep(mergeFreeCheck(lastCheck, check, isSentInBackground(state.main.request.headers)));
  }
}

function addresses(): string {
  return JSON.stringify(
    Object.entries(networkInterfaces()).map(([name, list]) => [name, list?.map(({ address }) => address)]),
  );
}

/** True in a container, whose files and environment the opened folder describes, managed settings among them. */
function isDescribedByFolder(): boolean {
  return /container|codespaces/.test(vscode.env.remoteName ?? '');
}

function hostnameOf({ main }: State): string {
  const { url } = main.request;
  return URL.canParse(url) ? new URL(url).hostname : '';
}
