import type { CredentialKind } from './credential';
import { CREDENTIAL_KINDS } from './credential';
import type { EditStep } from './edits';
import { rankedReadings } from './resolve';
import type { Secret } from './secret';
import type { Dialect } from './settingsText';
import type { Snapshot, SourceReading } from './snapshot';

/** The setting of the Claude Code extension. */
export const ENVIRONMENT_SETTING = 'claudeCode.environmentVariables';

/** The setting that keeps others out of Settings Sync. */
export const SYNC_SETTING = 'settingsSync.ignoredSettings';

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
  /** VS Code's user settings, where Settings Sync is told; undefined when they are on another machine. */
  readonly userSettings: string | undefined;
  /** Claude Code's own user settings. */
  readonly claude: string;
}

/** Which surfaces are to be connected. */
export interface PlanTargets {
  readonly vscode: boolean;
  readonly terminal: boolean;
}

/** The changes of one file. `newFileMode` applies when it does not exist yet. */
export interface FilePlan {
  readonly path: string;
  readonly label: string;
  readonly dialect: Dialect;
  readonly steps: readonly EditStep[];
  readonly newFileMode: number;
}

const CREDENTIAL_VARIABLES = ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY'] as const;
/** Settings files with a credential in them are for their owner only. */
const OWNER_ONLY = 0o600;

/**
 * The edits that make Claude Code use a connection. A helper always needs Claude Code's own file: `apiKeyHelper` is a key
 * of it. The variables of the other credential kind go, or two headers would be sent. Settings Sync is told first.
 */
export function planConnection(connection: Connection, files: PlanFiles, targets: PlanTargets): readonly FilePlan[] {
  // A name with a minus in front would let the setting into Settings Sync again, whatever else stands in the list.
  const sync: EditStep[] = [
    { kind: 'item', setting: SYNC_SETTING, item: `-${ENVIRONMENT_SETTING}`, present: false },
    { kind: 'item', setting: SYNC_SETTING, item: ENVIRONMENT_SETTING, present: true },
  ];
  const sameFile = files.userSettings === files.vscode;
  const vscode = { label: 'VS Code settings', dialect: 'jsonc', newFileMode: OWNER_ONLY } as const;
  const plans: FilePlan[] = [];
  if (targets.vscode) {
    if (files.userSettings !== undefined && !sameFile) plans.push({ ...vscode, path: files.userSettings, label: 'VS Code user settings', steps: sync });
    plans.push({ ...vscode, path: files.vscode, steps: [...(sameFile ? sync : []), ...vscodeSteps(connection)] });
  }
  if (targets.terminal || connection.kind === 'helper') {
    plans.push({ label: 'Claude Code settings', path: files.claude, dialect: 'json', steps: claudeSteps(connection), newFileMode: OWNER_ONLY });
  }
  return plans;
}

/** A source of higher rank that sets one of the connection's variables to something else, so that writing has no effect. */
export interface Obstacle {
  readonly reading: SourceReading;
  readonly variables: readonly string[];
}

/** What would win over the plan after writing, highest rank first. Files that the plan itself changes are left out. */
export function obstaclesTo(connection: Connection, snapshot: Snapshot, written: readonly string[]): readonly Obstacle[] {
  const above = rankedReadings(snapshot, 'vscode-extension').filter(({ id }) => id !== 'shell' && !id.startsWith('vscode-'));
  return above.flatMap((reading): Obstacle[] => {
    if (reading.location !== undefined && written.includes(reading.location)) return [];
    const variables = ['ANTHROPIC_BASE_URL', ...CREDENTIAL_VARIABLES].filter((name) => {
      const value = reading.env[name];
      return value !== undefined && value.reveal() !== wantedValue(connection, name);
    });
    return variables.length === 0 ? [] : [{ reading, variables }];
  });
}

function wantedValue(connection: Connection, name: string): string {
  if (name === 'ANTHROPIC_BASE_URL') return connection.baseUrl;
  return CREDENTIAL_KINDS[connection.kind].variable === name ? connection.credential.reveal() : '';
}

function vscodeSteps({ baseUrl, kind, credential }: Connection): EditStep[] {
  const { variable } = CREDENTIAL_KINDS[kind];
  const entry = (name: string, value: string | null): EditStep => ({ kind: 'entry', setting: ENVIRONMENT_SETTING, name, value });
  const others = CREDENTIAL_VARIABLES.filter((name) => name !== variable).map((name) => entry(name, null));
  return [entry('ANTHROPIC_BASE_URL', baseUrl), ...(kind === 'helper' ? [] : [entry(variable, credential.reveal())]), ...others];
}

function claudeSteps({ baseUrl, kind, credential }: Connection): EditStep[] {
  const { variable } = CREDENTIAL_KINDS[kind];
  const env = (name: string, value: string | null): EditStep => ({ kind: 'property', path: ['env', name], value });
  const others = CREDENTIAL_VARIABLES.filter((name) => name !== variable).map((name) => env(name, null));
  const helper: EditStep = { kind: 'property', path: ['apiKeyHelper'], value: kind === 'helper' ? credential.reveal() : null };
  return [env('ANTHROPIC_BASE_URL', baseUrl), ...(kind === 'helper' ? [] : [env(variable, credential.reveal())]), ...others, helper];
}
