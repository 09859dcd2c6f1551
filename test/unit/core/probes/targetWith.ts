import { credentialsFor } from '../../../../src/core/probes/probeRequest';
import type { Target } from '../../../../src/core/probes/target';
import type { ProviderId } from '../../../../src/core/claude/providers';
import { Secret } from '../../../../src/core/words/secret';

const BASE = 'https://llm.example/base';

const PATHS: Readonly<Partial<Record<ProviderId, string>>> = {
  bedrock: '/model/{model}/invoke-with-response-stream',
  vertex: '/projects/p/locations/us-east5/publishers/anthropic/models/{model}:streamRawPredict',
};

/** A gateway that is asked in this format, with a bearer token. */
export function targetWith(provider: ProviderId = 'anthropic', more: Partial<Target> = {}): Target {
  return {
    provider,
    baseUrl: BASE,
    url: `${BASE}${PATHS[provider] ?? '/v1/messages?beta=true'}`,
    origin: { secure: true, host: 'llm.example', port: 443 },
    host: 'llm.example',
    credentials: credentialsFor('bearer', new Secret('made-up-token')),
    kindKnown: true,
    customHeaders: {},
    models: [{ name: 'claude-opus-5-5', use: 'ANTHROPIC_MODEL' }],
    hasExtraCa: false,
    hasClientCertificate: false,
    clientVersion: '2.1.329',
    reducedBetas: false,
    discovery: true,
    startedAt: Date.UTC(2026, 10, 21),
    version: '1.2.3',
    ...more,
  };
}
