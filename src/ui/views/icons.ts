import type { Owner, Severity } from '../../core/causes/causes';
import type { HealthState } from '../../core/health/health';
import type { ProbeResult } from '../../core/probes/probe';

/** VS Code's icons for what the views show, by name. */
export const STATE_ICON = {
  'not-set-up': 'plug',
  checking: 'sync~spin',
  'not-checked': 'circle-outline',
  connected: 'pass',
  warning: 'warning',
  problem: 'error',
  offline: 'debug-disconnect',
} as const satisfies Record<HealthState, string>;

export const OUTCOME_ICON = {
  ok: 'pass',
  warning: 'warning',
  problem: 'error',
  skipped: 'circle-slash',
} as const satisfies Record<ProbeResult['outcome'], string>;

export const SEVERITY_ICON = {
  error: 'error',
  warning: 'warning',
  note: 'info',
} as const satisfies Record<Severity, string>;

export const OWNER_ICON = {
  you: 'account',
  administrator: 'organization',
  'gateway-team': 'server',
  'network-team': 'globe',
  provider: 'cloud',
} as const satisfies Record<Owner, string>;
