import type { Assessment } from './assessment';
import { targetOf } from './health';
import { isConfigured } from './predict';
import { isFromFolder } from './resolve';
import { variableRow } from './variables';

/**
 * True when the gateway may be asked without anybody wanting it: something is set up, it would be used, and nothing that
 * comes from the opened folder decides where a request goes, what it carries, or whom it trusts on the way.
 */
export function mayAskUnasked({ config, request, findings }: Assessment, trusted: boolean): boolean {
  if (!trusted || !isConfigured(request) || !request.willSend || !/^https?:/i.test(request.url.trim())) return false;
  if (findings.some(({ cause }) => cause === 'folder-redirects-credential')) return false;
  const folder = config.readings.filter(isFromFolder);
  return config.variables.every(({ name, effective }) => isHarmless(name) || !folder.some(({ id, location }) => id === effective.source && location === effective.location));
}

/** A folder may well choose its model, and whatever the request to its gateway does not depend on. */
export function isHarmless(name: string): boolean {
  return name !== 'apiKeyHelper' && ['model', 'other', undefined].includes(variableRow(name)?.role);
}

/** True when Claude Code is set up in another way: another target, or other values, of which nothing leaves. */
export function isConfiguredAnew(before: Assessment, now: Assessment): boolean {
  const [old, fresh] = [before, now].map(({ config }) => new Map(config.variables.map(({ name, effective }) => [name, effective.value.reveal()])));
  return targetOf(before.request) !== targetOf(now.request) || old?.size !== fresh?.size || [...(old ?? [])].some(([name, value]) => fresh?.get(name) !== value);
}
