import type { CauseId } from '../../causes/causes';
import type { NextStepId } from '../../causes/nextSteps';

/** What a status alone means, when no words decide. */
export interface StatusRule {
  readonly status: readonly number[];
  readonly html?: boolean;
  readonly causes: Readonly<Partial<Record<CauseId, number>>>;
  readonly decides: readonly NextStepId[];
}

/** The first row that fits counts. RFC 9110 for the numbers; 529 is Anthropic’s, 52x are Cloudflare’s. */
export const STATUS_RULES: readonly StatusRule[] = [
  { status: [301, 302, 303, 307, 308], causes: { redirected: 0.9 }, decides: [] },
  {
    status: [403, 406],
    html: true,
    causes: { 'waf-blocked': 0.75, 'credential-rejected': 0.3, 'non-api-response': 0.3 },
    decides: ['gateway-log'],
  },
  {
    status: [401],
    causes: { 'credential-rejected': 0.6, 'wrong-credential-header': 0.45, 'provider-credential-rejected': 0.3 },
    decides: ['check-connection', 'gateway-log'],
  },
  { status: [402], causes: { 'budget-exceeded': 0.85 }, decides: [] },
  {
    status: [403],
    causes: {
      'credential-rejected': 0.5,
      'waf-blocked': 0.4,
      'model-not-permitted': 0.35,
      'corporate-proxy': 0.3,
      'provider-credential-rejected': 0.25,
    },
    decides: ['gateway-log', 'check-connection'],
  },
  { status: [404, 405], html: true, causes: { 'wrong-base-path': 0.85, 'non-api-response': 0.3 }, decides: [] },
  {
    status: [404, 405],
    causes: { 'wrong-base-path': 0.65, 'model-not-routed': 0.4, 'api-format-mismatch': 0.3 },
    decides: ['check-connection'],
  },
  { status: [407], causes: { 'corporate-proxy': 0.92 }, decides: [] },
  { status: [408], causes: { 'connect-timeout': 0.6, overloaded: 0.5 }, decides: ['wait-and-retry'] },
  { status: [413, 417], causes: { 'request-too-large': 0.88 }, decides: [] },
  { status: [414, 431], causes: { 'request-too-large': 0.6 }, decides: ['gateway-log'] },
  { status: [426, 495, 496], causes: { 'tls-untrusted': 0.6 }, decides: ['gateway-log'] },
  { status: [429], causes: { 'rate-limited': 0.85, 'budget-exceeded': 0.3 }, decides: [] },
  { status: [500], causes: { 'server-error': 0.78, overloaded: 0.3 }, decides: ['gateway-log', 'wait-and-retry'] },
  { status: [501], causes: { 'api-format-mismatch': 0.5 }, decides: ['check-connection'] },
  {
    status: [502, 503, 504, 520, 521, 522, 523, 524, 529],
    causes: { overloaded: 0.85, 'server-error': 0.3 },
    decides: [],
  },
  { status: [525, 526, 530], causes: { overloaded: 0.6, 'tls-untrusted': 0.5 }, decides: ['gateway-log'] },
];
