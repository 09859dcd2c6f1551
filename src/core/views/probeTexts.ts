import { probesOf } from '../probes/plan';
import type { Target } from '../probes/target';

/** A configuration with one of everything, of which nothing is ever sent. */
const EVERYTHING: Target = {
  provider: 'anthropic',
  baseUrl: 'https://gateway.example',
  url: 'https://gateway.example/v1/messages?beta=true',
  origin: { secure: true, host: 'gateway.example', port: 443 },
  host: 'gateway.example',
  credentials: {},
  kindKnown: true,
  customHeaders: {},
  models: [
    { name: 'main', use: '' },
    { name: 'other', use: '' },
  ],
  hasExtraCa: false,
  hasClientCertificate: false,
  clientVersion: undefined,
  reducedBetas: false,
  discovery: true,
  startedAt: 0,
  version: '0',
};
const PROXIED: Target = {
  ...EVERYTHING,
  proxy: { host: 'proxy.example', port: 3128, secure: false, variable: 'HTTPS_PROXY', hasCredential: false },
};

/** What probes are called and what they ask, for translators. */
export function probeTexts(): readonly string[] {
  const rows = [
    EVERYTHING,
    PROXIED,
    { ...EVERYTHING, provider: 'bedrock' as const },
    { ...EVERYTHING, withoutCredential: 'none' },
  ].flatMap((target) => (['full', 'free'] as const).flatMap((scope) => probesOf(scope, target)));
  return [...new Set(rows.flatMap(({ label, asks }) => [label, asks]))];
}
