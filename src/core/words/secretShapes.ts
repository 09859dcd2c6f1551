/**
 * How keys begin, whose makers gave them a form of their own: gateways and providers, GitHub, GitLab, Slack, Google, Amazon.
 * What follows is long, and may hold hyphens.
 */
const BEGINNINGS = [
  'sk-',
  'gh[oprsu]_',
  'github_pat_',
  'glpat-',
  'xox[abeprs]-',
  'AIza',
  'A[KS]IA',
  'ya29\\.',
] as const;
/** Those that words begin with as well (`npm_config_registry`): nothing but letters and digits follows. */
const STRICT_BEGINNINGS = [
  'hf_',
  'npm_',
  'gsk_',
  'xai-',
  'pplx-',
  'r8_',
  'tgp_v1_',
  'lin_api_',
  'glsa_',
  'dop_v1_',
  '[rs]k_live_',
] as const;

/** A credential that can be told by its form alone. */
export const SHAPE = new RegExp(
  `\\b(?:(?:${BEGINNINGS.join('|')})[\\w-]{8,}|(?:${STRICT_BEGINNINGS.join('|')})[A-Za-z0-9]{20,})`,
  'g',
);
