import type { CauseId, Owner, Severity } from './causes';
import type { Facts } from './facts';
import type { Fix } from './fixes';
import type { NextStepId } from './nextSteps';

/** What a user can do in Connect about a connection that was not accepted. */
export type ConnectFix = 'url' | 'kind' | 'credential' | 'other-header' | 'again';

/**
 * One row of the troubleshooting table: all that is known of a cause. Whatever decides by a cause reads a column of its row.
 * Those of {@link Remote} are asked for wherever a request can show the cause; the rarer ones say what their absence means.
 */
export type Row = Words & Rare & (Local | Remote);

/**
 * What a person reads, and what every cause has.
 * Texts may hold `{host}`, `{header}`, `{variable}`, `{status}` and the like, filled in from the finding's facts.
 * `short` is the reason in the status bar, three words at most. `remedy[0]` completes the verdict; the rest are further steps.
 */
interface Words {
  readonly title: string;
  readonly short: string;
  readonly cause: string;
  readonly remedy: readonly [string, ...string[]];
  readonly owner: Owner;
  readonly severity: Severity;
  /** The section of the official pages that is about it. */
  readonly docs: string;
  /** What people see of it: the words to search for. Some are printed for other causes too. */
  readonly says: readonly string[];
  /** Variables, settings keys and files that have to do with it. */
  readonly involves: readonly [string, ...string[]];
  /** What a button can do about it, where the place can be written. */
  readonly fixes: readonly Fix['kind'][];
  /** What confirms it, or rules it out. */
  readonly confirmedBy: NextStepId;
  /** What probes can tell apart: each has words of its own, and perhaps somebody else who acts. */
  readonly variants?: Readonly<Record<string, Variant>>;
  /** Causes that bring this one with them: while one of them is found, this one is not shown. */
  readonly dependsOn: readonly CauseId[];
}

/** A cause in settings, files, the state of this machine or Claude Code itself. The columns of {@link Remote} are free to say. */
interface Local extends Partial<Omit<Remote, 'where'>> {
  readonly where: 'on-this-machine';
}

/** A cause that requests show. */
interface Remote {
  /**
   * Where requests fail, and so what shows that it is over (`isOver` in `silence.ts`).
   * `on-the-way`: nothing answers. Over as soon as anything does.
   * `at-the-door`: the address, the credential or a limit is refused, whatever is asked for; a request without a message shows
   * it as well. Over as soon as the provider behind the gateway answers a request with the credential.
   * `in-the-answer`: only what was asked for shows it, and only asking for it again shows that it is over.
   */
  readonly where: 'on-the-way' | 'at-the-door' | 'in-the-answer';
  /** Whether it passes as a rule without anybody doing anything: checks in the background then become rarer. */
  readonly passes: boolean;
  /** Whether it is only answered to a credential that the gateway has accepted. */
  readonly provesCredential: boolean;
  /** The steps of Connect that can fix it, the likeliest first. */
  readonly fixedInConnect: readonly ConnectFix[];
  /** What the gateway team is asked to check; when empty, to look in its log. */
  readonly gatewayTeam: readonly string[];
}

/** What few causes have. */
interface Rare {
  /** What a terminal says in place of a step that names a command of VS Code, by the step's place in `remedy`. */
  readonly terminalSteps?: Readonly<Partial<Record<number, string>>>;
  /** What the gateway team is asked where the cause only fits, instead of what says that it happened. */
  readonly gatewayTeamInDoubt?: readonly string[];
  /** `on-the-way` or `at-the-door`, but other requests or another address show it: a free check that goes well says nothing of it. */
  readonly outlastsFreeCheck?: true;
  /** The part of the request that is refused, where another probe finds out more about it. `permission`: to use the model. */
  readonly refuses?: 'credential' | 'header' | 'path' | 'model' | 'permission' | 'fields';
  /** Too much was asked in a short time, so the checks themselves may be why. When it is certain, nothing paid is asked any more. */
  readonly askedTooOften?: 'certainly' | 'possibly';
  /** What it is when an answer says it instead of the connection: who answers has been trusted. */
  readonly inAnswer?: CauseId;
  /** Variants say the same more exactly: a finding without one is left out beside them. Else they say something different. */
  readonly variantsSayMore?: true;
  /** What its placeholders stand for where a finding does not know better, as on the page of all rows. */
  readonly usualFacts?: Facts;
  /** What follows from it as the reason why nothing is sent. */
  readonly nothingSent?: NothingSent;
  /** Settings were not read: what else is found is uncertain, and whether a gateway is set up is not known. */
  readonly hidesSettings?: true;
  /** The gateway is not asked in the background while it is found. */
  readonly stopsBackgroundChecks?: true;
  /** The state of the status bar, where it is not simply a problem. */
  readonly healthState?: 'offline';
}

/** A cause as the reason of a prediction that nothing is sent. */
export interface NothingSent {
  /** After “nothing is sent:”, with the prediction’s detail in the place of its placeholder; without it, the detail alone. */
  readonly words?: string;
  /** What the prediction’s detail is, and so which facts follow from it; without it, a phrase. */
  readonly detail?: 'file' | 'provider' | 'variable' | 'custom-headers';
  /** Claude Code does not even start. */
  readonly noStart?: true;
  /** Without a gateway it is no matter of ours: Claude Code asks for a login. */
  readonly onlyWithGateway?: true;
}

/** What differs from the row. */
export type Variant = Partial<Pick<Words, 'title' | 'short' | 'cause' | 'remedy' | 'owner'>>;
