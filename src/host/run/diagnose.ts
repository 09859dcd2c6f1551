import { t } from '@vscode/l10n';
import type { Assessment } from '../../core/checks/assessment';
import { mostPaidOf, mostTokensOf, probesOf, type Scope } from '../../core/probes/plan';
import { decidedByFolder, valuesOfFolder } from '../../core/config/decidedByFolder';
import { isConfigured } from '../../core/config/predict';
import { findingsOf } from '../../core/probes/probeFindings';
import { probeRow } from '../../core/probes/probeIds';
import { helperNotRun } from '../../core/probes/rows/helperProbe';
import type { AnyProbe } from '../../core/probes/probe';
import { probeTarget } from '../../core/probes/probeTarget';
import type { Target } from '../../core/probes/target';
import { effectiveValue, SETTINGS_KEYS, type ResolvedConfig } from '../../core/config/resolve';
import { runProbes, type RunEvent } from '../../core/probes/runner';
import type { Secret } from '../../core/words/secret';
import type { VscodeSettings } from '../../core/config/snapshot';
import { placeLabel } from '../../core/config/places';
import { variableRow } from '../../core/claude/variables';
import { showCommand, type ShownCommand } from '../../core/text/commandText';
import { withOffline } from '../network/offline';
import { createPerform } from './perform';
import { probeEnvironment } from './probeEnvironment';
import { proxyOnTheWay, vscodeProxyWords } from '../network/proxyDecision';
import type { Environment } from '../../core/claude/sources';
import { requestKey, type LastCheck } from '../../core/probes/lastCheck';
import { maskable } from '../../core/config/maskable';

/** What is checked, how much of it, and at what cost at most. */
export interface DiagnosisOptions {
  readonly assessment: Assessment;
  /** Of this window; undefined outside of VS Code. */
  readonly vscode?: VscodeSettings | undefined;
  /** False in Restricted Mode: no command is run then. */
  readonly trusted: boolean;
  /** The opened folder; undefined when there is none, or when nobody has said that it is trusted. A command is run in it, as Claude Code runs it. */
  readonly folder?: string | undefined;
  readonly env: Environment;
  /** Version of this product, for the User-Agent. */
  readonly version: string;
  /** `quick`: one paid request; `full`: everything; `free`: nothing that costs tokens, and no command is run. */
  readonly scope: Scope;
  /** Nobody knows which header the credential belongs into: the other one counts as well. */
  readonly kindUnknown?: boolean | undefined;
  /** Only whether something answers: this gateway answers even a request without a message. */
  readonly onlyWhetherItAnswers?: boolean | undefined;
  /** Requests that may cost tokens, at most; undefined: as many as the scope has. */
  readonly mostPaid?: number | undefined;
}

/** What a diagnosis will do, to be said before it begins. */
export interface DiagnosisPlan {
  /** Probes in all; some turn out not to be needed. */
  readonly probes: number;
  /** Requests that may cost tokens, and output tokens, at most. */
  readonly paid: number;
  readonly tokens: number;
  /** The credential command that will be run, or that is refused; undefined when there is none. */
  readonly helper?: PlannedCommand;
}

/** A credential command, to be shown before it is run. */
export interface PlannedCommand {
  /** As it is, to know it again. */
  readonly command: Secret;
  readonly shown: ShownCommand;
  /** What the opened folder sets around it, such as PATH, with which the same words may start another program; empty where it sets nothing. */
  readonly surroundings: string;
  /** Why it is not run, as a clause about it. */
  readonly refused?: string;
  /** The file that sets it, and the line from 1, where that is known. */
  readonly location?: string;
  readonly line?: number;
}

/** A diagnosis that is ready to run: what was shown of it is what will be done, also when the configuration changes in the meantime. */
export interface Diagnosis {
  readonly options: DiagnosisOptions;
  readonly plan: DiagnosisPlan;
  readonly env: Environment;
  /** Or why nothing is asked, a clause. */
  readonly target: Target | string;
  readonly probes: readonly AnyProbe[];
}

/** Who follows a run, and can end it. */
export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: RunEvent) => void) | undefined;
}

/** Works out what will be asked, with what, and what that may cost. Sends nothing. */
export function prepareDiagnosis(options: DiagnosisOptions): Diagnosis {
  const env = probeEnvironment(options.assessment.config, options.env, options.trusted, options.folder);
  const target = targetFor(options, env);
  if (typeof target === 'string') return { options, env, target, probes: [], plan: { probes: 0, paid: 0, tokens: 0 } };
  const probes = probesOf(options.scope, target);
  const paid = Math.min(options.mostPaid ?? Infinity, mostPaidOf(options.scope, target));
  const helper = plannedCommand(options.assessment.config, target);
  return {
    options,
    env,
    target,
    probes,
    plan: {
      probes: probes.length,
      paid,
      tokens: mostTokensOf(probes, paid),
      ...(helper === undefined ? {} : { helper }),
    },
  };
}

/** The same diagnosis without the requests that may cost tokens. */
export function withoutPaid(diagnosis: Diagnosis): Diagnosis {
  return { ...diagnosis, plan: { ...diagnosis.plan, paid: 0, tokens: 0 } };
}

function plannedCommand(config: ResolvedConfig, { helper }: Target): PlannedCommand | undefined {
  if (helper === undefined || (!helper.mayRun && helper.refused === undefined)) return undefined;
  const { command, refused } = helper;
  const { location, line } = effectiveValue(config, 'apiKeyHelper') ?? {};
  // Of the names in the table none decides which program a word of the command is.
  const surroundings = [...valuesOfFolder(config)]
    .filter(([name]) => variableRow(name) === undefined && !SETTINGS_KEYS.includes(name))
    .map(([name, { value }]) => `${name}=${value.reveal()}`)
    .join('\0');
  return {
    command,
    shown: showCommand(command.reveal(), maskable(config.readings)),
    surroundings,
    ...(refused === undefined ? {} : { refused }),
    ...(location === undefined ? {} : { location }),
    ...(line === undefined ? {} : { line }),
  };
}

/** {@link prepareDiagnosis} and {@link runDiagnosis} in one. @throws the abort reason; nothing else. */
export async function diagnose(options: DiagnosisOptions & RunOptions): Promise<LastCheck> {
  return runDiagnosis(prepareDiagnosis(options), options);
}

/**
 * Asks the gateway, and what lies on the way to it, as Claude Code would from this surface, and finds the causes of what goes
 * wrong. Sends a credential to the origin of the base URL alone. @throws the abort reason; nothing else.
 */
export async function runDiagnosis(
  { options, plan, env, target, probes }: Diagnosis,
  { signal, onEvent }: RunOptions,
): Promise<LastCheck> {
  const at = Date.now();
  const began = performance.now();
  const done = (more: Pick<LastCheck, 'findings' | 'probes'>): LastCheck => ({
    at,
    target: requestKey(options.assessment.request),
    scope: options.scope,
    ...more,
    ...(options.onlyWhetherItAnswers === true ||
    more.probes.some(({ id, paid }) => probeRow(id)?.isEmpty === true && paid === 1)
      ? { answersAnything: true }
      : {}),
    paidRequests: more.probes.reduce((sum, { paid = 0 }) => sum + paid, 0),
    ms: performance.now() - began,
  });
  if (typeof target === 'string')
    return done({
      findings: [],
      probes: [{ id: 'messages', label: t('One-token request'), outcome: 'skipped', ms: 0, detail: target }],
    });
  const results = await runProbes({
    target: { ...target, startedAt: at },
    probes,
    perform: createPerform(env, options.trusted ? options.folder : undefined),
    mostPaid: plan.paid,
    signal,
    onEvent,
  });
  return done({
    findings: [
      ...withOffline(findingsOf(results), (target.proxy ?? target.origin).host),
      ...(options.scope === 'free' ? [] : helperNotRun(target)),
    ],
    probes: results,
  });
}

function targetFor(
  { assessment, vscode, trusted, version, scope, kindUnknown, onlyWhetherItAnswers, env: own }: DiagnosisOptions,
  env: Environment,
): Target | string {
  // A key of a gateway has no business at the provider’s own address.
  if (!isConfigured(assessment.request)) return t('no gateway is set up');
  const ofFolder = trusted ? undefined : decidedByFolder(assessment.config);
  if (ofFolder !== undefined)
    return t('in Restricted Mode, nothing is sent with settings from the opened folder ({place})', {
      place: placeLabel(ofFolder.source, ofFolder.location),
    });
  const proxy = proxyOnTheWay(assessment.request.baseUrl.value, env);
  if (typeof proxy === 'string') return proxy;
  const url = assessment.request.baseUrl.value;
  const vscodeProxy =
    vscode === undefined || !URL.canParse(url) ? undefined : vscodeProxyWords(vscode, new URL(url), own);
  const target = probeTarget(assessment, {
    proxy,
    vscodeProxy,
    mayRunHelper: trusted && scope !== 'free',
    startedAt: Date.now(),
    version,
  });
  if (typeof target === 'string') return target;
  const silent =
    onlyWhetherItAnswers === true
      ? { withoutCredential: t('the gateway answers even an empty request, which may use tokens') }
      : {};
  return { ...target, ...silent, kindKnown: kindUnknown !== true };
}
