import type { CauseId } from '../causes/causes';
import { type FilePlan } from './connectionPlan';
import type { PlannedStep } from '../files/edits';
import type { Finding } from '../causes/findings';
import type { Fix } from '../causes/fixes';
import { isRecord, type Json } from '../text/json';

import { Secret } from '../words/secret';
import { isProblem, parseSettings, valueAt, type SettingsText, type TextProblem } from '../files/settingsText';
import { SETTINGS_KEYS } from '../config/resolve';
import { sourceRow } from '../claude/sources';
import { TROUBLESHOOTING } from '../causes/table';
import type { Row } from '../causes/row';
import { ENVIRONMENT_SETTING } from '../files/vscodeSettings';

/** A fix that changes a file. */
export type FileFix = Exclude<Fix, { readonly kind: 'connect' }>;

/** What a fix does to a file as it is now. `nothing-to-do`: somebody else was faster. */
export type PlannedFix =
  | { readonly kind: 'plan'; readonly plan: FilePlan }
  | { readonly kind: 'nothing-to-do' }
  | { readonly kind: 'broken'; readonly problem: TextProblem };

/** Settings with a credential in them are for their owner only. */
const OWNER_ONLY = 0o600;

/** What a button can do about a cause: the change that a check has found, or else what the table offers. */
export function offeredFix(cause: CauseId, findings: readonly Finding[]): Fix | undefined {
  const row: Row = TROUBLESHOOTING[cause];
  return (
    findings.find((found) => found.cause === cause && found.fix !== undefined)?.fix ??
    (row.fixes.includes('connect') ? { kind: 'connect' } : undefined)
  );
}

/** The change that a fix makes, on the text of its file as it is now. It names no other variable than that of the fix. */
export function planFix(fix: FileFix, text: string): PlannedFix {
  const place = placeOfVariables(fix);
  const settings = parseSettings(text, place.dialect);
  if (isProblem(settings)) return { kind: 'broken', problem: settings };
  const steps = stepsOf(fix, place, settings);
  if (steps.length === 0) return { kind: 'nothing-to-do' };
  return {
    kind: 'plan',
    plan: {
      path: fix.location,
      label: sourceRow(fix.source).label,
      dialect: place.dialect,
      steps,
      newFileMode: OWNER_ONLY,
    },
  };
}

/** How variables stand in a file: found, and changed. */
interface Variables {
  readonly dialect: FilePlan['dialect'];
  readonly find: (settings: SettingsText, name: string) => Json | undefined;
  readonly step: (name: string, value: Secret | Json) => PlannedStep;
}

/** In VS Code's setting. Numbers and the like are no text there, which the user is asked about before anything is written. */
const IN_SETTING: Variables = {
  dialect: 'jsonc',
  find: (settings, name) => {
    const list = valueAt(settings, [ENVIRONMENT_SETTING]);
    if (!Array.isArray(list))
      return typeof list === 'object' && list !== null ? (list as Readonly<Record<string, Json>>)[name] : undefined;
    const entry = (list as readonly Json[]).findLast((item) => isRecord(item) && item['name'] === name);
    return isRecord(entry) ? entry['value'] : undefined;
  },
  step: (name, value) => ({
    kind: 'entry',
    setting: ENVIRONMENT_SETTING,
    name,
    value: value === null || value instanceof Secret ? value : textOf(value),
  }),
};

/** In a settings file of Claude Code, where the helper is a setting of its own. */
const IN_ENV_BLOCK: Variables = {
  dialect: 'json',
  find: (settings, name) => valueAt(settings, envPath(name)),
  step: (name, value) => ({ kind: 'property', path: envPath(name), value }),
};

function placeOfVariables({ source }: FileFix): Variables {
  return sourceRow(source).holds === 'vscode-setting' ? IN_SETTING : IN_ENV_BLOCK;
}

function stepsOf(fix: FileFix, { find, step }: Variables, settings: SettingsText): PlannedStep[] {
  const now = find(settings, fix.variable);
  switch (fix.kind) {
    case 'remove-variable':
      return now === undefined ? [] : [step(fix.variable, null)];
    case 'set-variable':
      return now === fix.value ? [] : [step(fix.variable, fix.value)];
    case 'rename-variable': {
      if (now === undefined) return [];
      // What already stands under the right name counts, and stays.
      const taken = find(settings, fix.to) !== undefined;
      return [
        ...(taken ? [] : [step(fix.to, typeof now === 'string' ? new Secret(now) : now)]),
        step(fix.variable, null),
      ];
    }
  }
}

function envPath(name: string): readonly string[] {
  return SETTINGS_KEYS.includes(name) ? [name] : ['env', name];
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
