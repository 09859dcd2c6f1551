import { gatewayAt, MODELS, SENTINEL, type Fault, type Row, type Setting } from '../row';
import type { Site } from '../site';

const BEDROCK = { CLAUDE_CODE_USE_BEDROCK: '1', CLAUDE_CODE_SKIP_BEDROCK_AUTH: '1', AWS_REGION: 'us-east-1' };
const VERTEX = {
  CLAUDE_CODE_USE_VERTEX: '1',
  CLAUDE_CODE_SKIP_VERTEX_AUTH: '1',
  ANTHROPIC_VERTEX_PROJECT_ID: 'made-up',
  CLOUD_ML_REGION: 'us-east5',
};
const AWS = {
  CLAUDE_CODE_USE_ANTHROPIC_AWS: '1',
  CLAUDE_CODE_SKIP_ANTHROPIC_AWS_AUTH: '1',
  AWS_REGION: 'us-east-1',
  ANTHROPIC_AWS_WORKSPACE_ID: 'wrkspc_made_up',
};

async function bedrock(site: Site, models = MODELS): Promise<Setting> {
  return { baseUrl: (await gatewayAt(site, { format: 'bedrock', models })).url, env: BEDROCK };
}

async function vertex(site: Site, path: string): Promise<Setting> {
  return { baseUrl: `${(await gatewayAt(site, { format: 'vertex', reads: 'bearer' })).url}${path}`, env: VERTEX };
}

async function foundry(site: Site, key = SENTINEL): Promise<Setting> {
  const { url } = await gatewayAt(site, { basePath: '/anthropic', keys: [key] });
  return {
    baseUrl: url,
    credential: 'none',
    configured: true,
    env: { CLAUDE_CODE_USE_FOUNDRY: '1', ANTHROPIC_FOUNDRY_BASE_URL: url, ANTHROPIC_FOUNDRY_API_KEY: SENTINEL },
  };
}

async function aws(site: Site, workspace: string): Promise<Setting> {
  return { baseUrl: (await gatewayAt(site, { demands: { 'anthropic-workspace-id': workspace } })).url, env: AWS };
}

/** Formats of cloud providers, broken. */
export const PROVIDER_FAULTS: readonly Fault[] = [
  {
    id: 'bedrock-model',
    made: 'a gateway in Bedrock’s format that does not know the main model',
    cause: 'model-not-routed',
    owner: 'gateway-team',
    make: (site) =>
      bedrock(
        site,
        MODELS.filter((name) => !name.includes('opus-5-5')),
      ),
  },
  {
    id: 'bedrock-at-anthropic',
    made: 'Bedrock’s format is set, and the gateway speaks Anthropic’s',
    cause: 'wrong-base-path',
    owner: 'you',
    make: async (site) => ({ baseUrl: (await gatewayAt(site)).url, env: BEDROCK }),
  },
  {
    id: 'vertex-without-v1',
    made: 'Vertex AI’s format, and the base URL does not end in /v1',
    cause: 'wrong-base-path',
    owner: 'you',
    make: (site) => vertex(site, ''),
  },
  {
    id: 'foundry-key',
    made: 'Foundry’s format, and the key is another one',
    cause: 'credential-rejected',
    owner: 'you',
    make: (site) => foundry(site, 'sk-another-0000000000'),
  },
];

/** The same, working. */
export const PROVIDERS_WORKING: readonly Row[] = [
  { id: 'bedrock', made: 'a gateway in Bedrock’s format', make: (site) => bedrock(site) },
  { id: 'vertex', made: 'a gateway in Vertex AI’s format', make: (site) => vertex(site, '/v1') },
  { id: 'foundry', made: 'a gateway in Foundry’s format', make: (site) => foundry(site) },
  {
    id: 'aws',
    made: 'a gateway in the format of Claude Platform on AWS, which wants the workspace',
    make: (site) => aws(site, 'wrkspc_made_up'),
  },
];
