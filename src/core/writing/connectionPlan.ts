import type { CredentialKind } from '../claude/credential';
import { CREDENTIAL_KINDS } from '../claude/credential';
import type { PlannedStep } from '../files/edits';
import { keyTail } from '../config/keyApproval';
import type { HeaderOrigin, PredictedRequest } from '../config/predict';
import { resolve } from '../config/resolve';
import { Secret } from '../words/secret';
import type { Dialect } from '../files/settingsText';
import type { ClaudeState, Snapshot, SourceReading } from '../config/snapshot';
import { OWN_FILE, sourceRow, type SourceId } from '../claude/sources';
import { ENVIRONMENT_SETTING, SYNC_SETTING } from '../files/vscodeSettings';

/** What the user decided, verified against the gateway. */
export interface Connection {
  readonly baseUrl: string;
  readonly kind: Exclude<CredentialKind, 'unknown'>;
  /** The credential, or the helper command. */
  readonly credential: Secret;
}

/** The files that may be written in this window. */
export interface PlanFiles {
  /** The settings file that the Claude Code extension reads here. */
  readonly vscode: string;
  /** Whether those are the user's settings, or the remote settings of this window. */
  readonly vscodeKind: 'user' | 'remote';
  /** VS Code's user settings, where Settings Sync is told; undefined when they are on another machine. */
  readonly userSettings: string | undefined;
  /** Claude Code's own user settings. */
  readonly claude: string;
}

/** Which surfaces are to be connected. */
export interface Places {
  readonly vscode: boolean;
  readonly terminal: boolean;
}

/** The changes of one file. `newFileMode` applies when it does not exist yet. */
export interface FilePlan {
  readonly path: string;
  readonly label: string;
  readonly dialect: Dialect;
  readonly steps: readonly PlannedStep[];
  readonly newFileMode: number;
}

const CREDENTIAL_VARIABLES = ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY'] as const;
/** Settings files with a credential in them are for their owner only. */
const OWNER_ONLY = 0o600;

/**
 * The edits that make Claude Code use a connection. A helper always needs Claude Code's own file: `apiKeyHelper` is a key
 * of it. The variables of the other credential kind go, or two headers would be sent. Settings Sync is told first.
 */
export function planConnection(connection: Connection, files: PlanFiles, targets: Places): readonly FilePlan[] {
  // A name with a minus in front would let the setting into Settings Sync again, whatever else stands in the list.
  const sync: PlannedStep[] = [
    { kind: 'item', setting: SYNC_SETTING, item: `-${ENVIRONMENT_SETTING}`, present: false },
    { kind: 'item', setting: SYNC_SETTING, item: ENVIRONMENT_SETTING, present: true },
  ];
  const sameFile = files.userSettings === files.vscode;
  const vscode = { label: 'VS Code settings', dialect: 'jsonc', newFileMode: OWNER_ONLY } as const;
  const plans: FilePlan[] = [];
  if (targets.vscode) {
    if (files.userSettings !== undefined && !sameFile)
      plans.push({ ...vscode, path: files.userSettings, label: 'VS Code user settings', steps: sync });
    plans.push({ ...vscode, path: files.vscode, steps: [...(sameFile ? sync : []), ...vscodeSteps(connection)] });
  }
  if (targets.terminal || connection.kind === 'helper') {
    plans.push({
      label: 'Claude Code settings',
      path: files.claude,
      dialect: 'json',
      steps: claudeSteps(connection),
      newFileMode: OWNER_ONLY,
    });
  }
  return plans;
}

/** Whether a plan puts a credential into its file. */
export function receivesCredential({ steps }: FilePlan): boolean {
  const names: readonly unknown[] = CREDENTIAL_VARIABLES;
  return steps.some(
    (step) =>
      (step.kind === 'entry' && step.value !== null && names.includes(step.name)) ||
      (step.kind === 'property' && step.value !== null && names.includes(step.path.at(-1))),
  );
}

/** A value that would keep Claude Code from sending what was verified: it wins, or is sent as well. */
export interface Obstacle {
  readonly variable: string;
  readonly source: SourceId;
  readonly location: string | undefined;
  readonly effect: 'wins' | 'is-sent-too';
}

/** True when a request goes to the connection's address with its credential header, or headers, and no other. */
export function sendsAsVerified(
  { baseUrl, headers }: PredictedRequest,
  { baseUrl: wanted, kind }: Connection,
): boolean {
  const { variable, header } = CREDENTIAL_KINDS[kind];
  const from = (origin: HeaderOrigin | null, filled: boolean): boolean =>
    filled ? origin?.variable === variable : origin === null;
  return (
    baseUrl.value === wanted &&
    from(headers.authorization, header !== 'x-api-key') &&
    from(headers.xApiKey, header !== 'bearer')
  );
}

/**
 * True when all that is missing is the user's approval of the key: Claude Code asks for that in a terminal only.
 * A terminal with the same key is where it asks, so that has to be connected too.
 */
export function needsApproval(kind: Connection['kind'], key: Secret, state: ClaudeState | undefined): boolean {
  return kind === 'api-key' && state?.approvedKeys.some((tail) => tail.reveal() === keyTail(key.reveal())) !== true;
}

/** What was read, as it will be once the key is approved: what was verified counts from then on. */
export function onceApproved(connection: Connection, snapshot: Snapshot): Snapshot {
  const { state } = snapshot;
  if (state === undefined || connection.kind !== 'api-key') return snapshot;
  const tail = new Secret(keyTail(connection.credential.reveal()));
  return { ...snapshot, state: { ...state, approvedKeys: [...state.approvedKeys, tail] } };
}

/** What would differ from the verified request after writing: found by predicting with the files as they will be. */
export function obstaclesTo(
  connection: Connection,
  snapshot: Snapshot,
  targets: Places,
  files: PlanFiles,
): readonly Obstacle[] {
  const readings = withConnection(connection, snapshot.readings, targets, files).map(asList);
  const after = { ...snapshot, readings };
  const config = resolve(after, 'vscode-extension');
  const own = CREDENTIAL_KINDS[connection.kind].variable;
  // VS Code merges no lists: one of a higher scope replaces the one that is written, whatever it holds.
  const list = config.readings.find(({ id }) => sourceRow(id).holds === 'vscode-setting');
  return ['ANTHROPIC_BASE_URL', ...CREDENTIAL_VARIABLES, 'apiKeyHelper'].flatMap((variable): Obstacle[] => {
    const found = config.variables.find(({ name }) => name === variable)?.effective;
    const wanted =
      variable === 'ANTHROPIC_BASE_URL' ? connection.baseUrl : variable === own ? connection.credential.reveal() : '';
    // A helper fills only headers that no variable fills; beside a bearer token that is x-api-key.
    if ((found?.value.reveal() ?? '') === wanted) return [];
    if (found !== undefined)
      return [
        {
          variable,
          source: found.source,
          location: found.location,
          effect: wanted === '' ? 'is-sent-too' : 'wins',
        },
      ];
    return list === undefined
      ? []
      : [{ variable: ENVIRONMENT_SETTING, source: list.id, location: list.location, effect: 'wins' }];
  });
}

/** VS Code doesn't look at the shape: a value that is no list replaces the lists of lower scopes all the same. */
function asList({ shapeProblem, ...reading }: SourceReading): SourceReading {
  return shapeProblem === undefined ? reading : { ...reading, env: {} };
}

/** The readings as they will be once the plan is written. */
function withConnection(
  connection: Connection,
  readings: readonly SourceReading[],
  targets: Places,
  files: PlanFiles,
): SourceReading[] {
  const { baseUrl, kind, credential } = connection;
  const { variable } = CREDENTIAL_KINDS[kind];
  const names: readonly string[] = ['ANTHROPIC_BASE_URL', ...CREDENTIAL_VARIABLES];
  const variables: Record<string, Secret> = {
    ANTHROPIC_BASE_URL: new Secret(baseUrl),
    ...(kind === 'helper' ? {} : { [variable]: credential }),
  };
  const merged = (env: Readonly<Record<string, Secret>>): Record<string, Secret> => ({
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name))),
    ...variables,
  });
  const target: SourceId = `vscode-${files.vscodeKind}`;
  const claudeToo = targets.terminal || kind === 'helper';
  const others = readings
    .filter(({ id }) => id !== target || !targets.vscode)
    .map((reading): SourceReading => {
      if (!claudeToo || reading.id !== OWN_FILE) return reading;
      const { id, location } = reading;
      return {
        id,
        location,
        outcome: { status: 'read' },
        env: merged(reading.env),
        ...(kind === 'helper' ? { helper: credential } : {}),
      };
    });
  if (!targets.vscode) return others;
  const existing = readings.find(({ id }) => id === target);
  return [
    ...others,
    { id: target, location: files.vscode, outcome: { status: 'read' }, env: merged(existing?.env ?? {}) },
  ];
}

function vscodeSteps({ baseUrl, kind, credential }: Connection): PlannedStep[] {
  const { variable } = CREDENTIAL_KINDS[kind];
  const entry = (name: string, value: Secret | string | null): PlannedStep => ({
    kind: 'entry',
    setting: ENVIRONMENT_SETTING,
    name,
    value,
  });
  const others = CREDENTIAL_VARIABLES.filter((name) => name !== variable).map((name) => entry(name, null));
  return [entry('ANTHROPIC_BASE_URL', baseUrl), ...(kind === 'helper' ? [] : [entry(variable, credential)]), ...others];
}

function claudeSteps({ baseUrl, kind, credential }: Connection): PlannedStep[] {
  const { variable } = CREDENTIAL_KINDS[kind];
  const env = (name: string, value: Secret | string | null): PlannedStep => ({
    kind: 'property',
    path: ['env', name],
    value,
  });
  const others = CREDENTIAL_VARIABLES.filter((name) => name !== variable).map((name) => env(name, null));
  const helper: PlannedStep = {
    kind: 'property',
    path: ['apiKeyHelper'],
    value: kind === 'helper' ? credential : null,
  };
  return [
    env('ANTHROPIC_BASE_URL', baseUrl),
    ...(kind === 'helper' ? [] : [env(variable, credential)]),
    ...others,
    helper,
  ];
}
