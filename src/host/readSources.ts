import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { environmentOf, isShapeProblem, readEntries } from '../core/edits';
import { LOGIN_METHODS } from '../core/predict';
import { Secret } from '../core/secret';
import { isProblem, parseSettings, valueAt, type Json } from '../core/settingsText';
import type { ReadOutcome, SourceReading } from '../core/snapshot';
import { dropinDir, orderDropins, pathOf, type Machine, type SourceId } from '../core/sources';
import { ENVIRONMENT_SETTING } from '../core/connectionPlan';
import type { Environment } from './machine';
import { codeOf, FileError, readText } from './textFile';

/**
 * Reads every source outside VS Code: managed file and drop-ins, the three Claude Code settings files, the environment,
 * and whether a login is saved. Never throws: what went wrong stands in each reading. No child process, no network.
 */
export async function readSources(machine: Machine, env: Environment): Promise<SourceReading[]> {
  const one = (id: 'managed-file' | 'local-settings' | 'project-settings' | 'user-settings'): Promise<SourceReading[]> => {
    const file = pathOf(id, machine);
    return file === undefined ? Promise.resolve([]) : readClaudeSettings(id, file).then((reading) => [reading]);
  };
  const groups = await Promise.all([one('managed-file'), readDropins(dropinDir(machine)), one('local-settings'), one('project-settings'), one('user-settings'), readLogin(machine)]);
  return [...groups.flat(), { id: 'shell', location: undefined, outcome: { status: 'read' }, env: wrap(env) }];
}

/** Reads `claudeCode.environmentVariables` from a VS Code settings file, for when there is no VS Code to ask. */
export async function readVscodeSettings(file: string): Promise<SourceReading> {
  const base = { id: 'vscode-user', location: file, env: {} } as const;
  const { outcome, value } = await readSettingsFile(file, 'jsonc', [ENVIRONMENT_SETTING]);
  return { ...base, ...readingOfSetting(outcome, value) };
}

/** A reading's parts from the value of the setting, in whatever shape it is. */
export function readingOfSetting(outcome: ReadOutcome, value: Json | undefined): Pick<SourceReading, 'outcome' | 'env' | 'shapeProblem'> {
  if (outcome.status === 'read' && value === undefined) return { outcome: { status: 'absent' }, env: {} };
  const entries = readEntries(value);
  return isShapeProblem(entries) ? { outcome, env: {}, shapeProblem: entries.detail } : { outcome, env: wrap(environmentOf(entries)) };
}

async function readClaudeSettings(id: SourceId, file: string): Promise<SourceReading> {
  const { outcome, value } = await readSettingsFile(file, 'json', []);
  const settings = isObject(value) ? value : {};
  const { env, apiKeyHelper } = settings;
  const forceLogin = forcedLogin(settings);
  return {
    id,
    location: file,
    outcome: outcome.status === 'read' && env !== undefined && !isObject(env) ? { status: 'malformed', message: '“env” must be an object in { }', line: 1, column: 1 } : outcome,
    env: isObject(env) ? wrap(Object.fromEntries(Object.entries(env).flatMap(([name, item]) => (isPlain(item) ? [[name, String(item)]] : [])))) : {},
    ...(typeof apiKeyHelper === 'string' && apiKeyHelper !== '' ? { helper: new Secret(apiKeyHelper) } : {}),
    ...(forceLogin === undefined ? {} : { forceLogin }),
  };
}

async function readDropins(folder: string): Promise<SourceReading[]> {
  const names = await readdir(folder).catch(() => []);
  return Promise.all(orderDropins(names).map((name) => readClaudeSettings(`managed-dropin:${name}`, path.join(folder, name))));
}

async function readLogin(machine: Machine): Promise<SourceReading[]> {
  const file = pathOf('login', machine);
  // On macOS a login lies in the Keychain, which is not opened.
  if (file === undefined) return [{ id: 'login', location: undefined, outcome: { status: 'unreadable', message: 'the Keychain is not read' }, env: {} }];
  const present = await stat(file).then((info) => info.isFile(), () => false);
  return [{ id: 'login', location: file, outcome: { status: present ? 'read' : 'absent' }, env: {} }];
}

async function readSettingsFile(file: string, dialect: 'json' | 'jsonc', at: readonly string[]): Promise<{ outcome: ReadOutcome; value: Json | undefined }> {
  try {
    const text = await readText(file);
    if (text === undefined) return { outcome: { status: 'absent' }, value: undefined };
    const settings = parseSettings(text, dialect);
    if (isProblem(settings)) return { outcome: { status: 'malformed', ...settings }, value: undefined };
    return { outcome: { status: 'read' }, value: valueAt(settings, at) };
  } catch (error) {
    return { outcome: { status: 'unreadable', message: error instanceof FileError ? error.message : `it cannot be read (${codeOf(error)})` }, value: undefined };
  }
}

/** `forceLoginOrgUUID` counts with any value, `forceLoginMethod` only with one that Claude Code knows (measured). */
function forcedLogin(settings: Readonly<Record<string, Json>>): string | undefined {
  const { forceLoginMethod, forceLoginOrgUUID } = settings;
  if (typeof forceLoginMethod === 'string' && (LOGIN_METHODS as readonly string[]).includes(forceLoginMethod)) return `forceLoginMethod is ${forceLoginMethod}`;
  return forceLoginOrgUUID === undefined ? undefined : 'forceLoginOrgUUID is set';
}

function wrap(env: Environment): Record<string, Secret> {
  return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, new Secret(value)]])));
}

function isObject(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlain(value: Json): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
