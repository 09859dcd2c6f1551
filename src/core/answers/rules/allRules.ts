import { ANTHROPIC_RULES } from './anthropic';
import { BETWEEN_RULES } from './between';
import { CLIENT_RULES } from './client';
import { CLOUD_RULES } from './clouds';
import { GATEWAY_RULES } from './gateways';
import { NETWORK_RULES } from './network';
import type { ErrorRule } from './errorRule';

/** Every rule; of two that are equally sure, the earlier one comes first. */
export const ERROR_RULES: readonly ErrorRule[] = [
  ...CLIENT_RULES,
  ...ANTHROPIC_RULES,
  ...CLOUD_RULES,
  ...GATEWAY_RULES,
  ...BETWEEN_RULES,
  ...NETWORK_RULES,
];
