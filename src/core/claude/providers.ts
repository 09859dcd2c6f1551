/** A cloud provider's own format, chosen by a variable. https://code.claude.com/docs/en/llm-gateway-connect#route-to-a-cloud-provider-through-a-gateway */
export interface ProviderRow {
  readonly id: ProviderId;
  readonly label: string;
  /** Chooses the format. */
  readonly flag: string;
  /** The gateway's address. */
  readonly baseUrl: string;
  /** Turns the provider's own sign-in off, so that a gateway's credential can replace it. */
  readonly skipAuth: string;
  /** Variables that hold a credential of the provider itself. */
  readonly own: readonly string[];
  /** Variables that a request needs in addition to the address. */
  readonly partners: readonly string[];
  /** Where it goes when no address is set; `{region}` is filled in. Undefined: it has no default. */
  readonly defaultUrl: string | undefined;
  /** What follows the address; `{model}`, `{project}`, `{region}` are filled in. */
  readonly path: string;
  /** Variables that name the region, highest precedence first, and the region without them. */
  readonly region: readonly string[];
  readonly defaultRegion: string;
  /** Where its own sign-in is kept. */
  readonly cloud: 'aws' | 'google' | 'azure';
}

export type ProviderId = 'anthropic' | 'bedrock' | 'vertex' | 'foundry' | 'aws' | 'mantle';

const AWS_REGION = ['AWS_REGION', 'AWS_DEFAULT_REGION'] as const;
const MESSAGES = '/v1/messages?beta=true';

/**
 * In the order in which Claude Code decides when several are chosen (measured with 2.1.329 and 2.1.197, all ten pairs).
 * Addresses and paths as measured.
 */
export const PROVIDERS: readonly ProviderRow[] = [
  {
    id: 'bedrock',
    label: 'Amazon Bedrock',
    flag: 'CLAUDE_CODE_USE_BEDROCK',
    baseUrl: 'ANTHROPIC_BEDROCK_BASE_URL',
    skipAuth: 'CLAUDE_CODE_SKIP_BEDROCK_AUTH',
    own: ['AWS_BEARER_TOKEN_BEDROCK', 'AWS_ACCESS_KEY_ID'],
    partners: [],
    defaultUrl: 'https://bedrock-runtime.{region}.amazonaws.com',
    path: '/model/{model}/invoke-with-response-stream',
    region: AWS_REGION,
    defaultRegion: 'us-east-1',
    cloud: 'aws',
  },
  {
    id: 'foundry',
    label: 'Microsoft Foundry',
    flag: 'CLAUDE_CODE_USE_FOUNDRY',
    baseUrl: 'ANTHROPIC_FOUNDRY_BASE_URL',
    skipAuth: 'CLAUDE_CODE_SKIP_FOUNDRY_AUTH',
    own: ['ANTHROPIC_FOUNDRY_API_KEY', 'ANTHROPIC_FOUNDRY_AUTH_TOKEN'],
    partners: [],
    defaultUrl: undefined,
    path: MESSAGES,
    region: [],
    defaultRegion: '',
    cloud: 'azure',
  },
  {
    id: 'aws',
    label: 'Claude Platform on AWS',
    flag: 'CLAUDE_CODE_USE_ANTHROPIC_AWS',
    baseUrl: 'ANTHROPIC_AWS_BASE_URL',
    skipAuth: 'CLAUDE_CODE_SKIP_ANTHROPIC_AWS_AUTH',
    own: ['ANTHROPIC_AWS_API_KEY', 'AWS_ACCESS_KEY_ID'],
    partners: ['ANTHROPIC_AWS_WORKSPACE_ID'],
    defaultUrl: 'https://aws-external-anthropic.{region}.api.aws',
    path: MESSAGES,
    region: AWS_REGION,
    defaultRegion: 'us-east-1',
    cloud: 'aws',
  },
  {
    id: 'mantle',
    label: 'Amazon Bedrock (Mantle)',
    flag: 'CLAUDE_CODE_USE_MANTLE',
    baseUrl: 'ANTHROPIC_BEDROCK_MANTLE_BASE_URL',
    skipAuth: 'CLAUDE_CODE_SKIP_MANTLE_AUTH',
    own: ['AWS_BEARER_TOKEN_BEDROCK', 'AWS_ACCESS_KEY_ID'],
    partners: [],
    defaultUrl: 'https://bedrock-mantle.{region}.api.aws/anthropic',
    path: MESSAGES,
    region: AWS_REGION,
    defaultRegion: 'us-east-1',
    cloud: 'aws',
  },
  {
    id: 'vertex',
    label: 'Google Vertex AI',
    flag: 'CLAUDE_CODE_USE_VERTEX',
    baseUrl: 'ANTHROPIC_VERTEX_BASE_URL',
    skipAuth: 'CLAUDE_CODE_SKIP_VERTEX_AUTH',
    own: [],
    partners: ['ANTHROPIC_VERTEX_PROJECT_ID'],
    defaultUrl: 'https://{region}-aiplatform.googleapis.com/v1',
    path: '/projects/{project}/locations/{region}/publishers/anthropic/models/{model}:streamRawPredict',
    region: ['CLOUD_ML_REGION'],
    defaultRegion: 'us-east5',
    cloud: 'google',
  },
];

/** Variables that lead to a sign-in of the provider's own. https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html and the like */
export const CLOUD_VARIABLES: Readonly<Record<ProviderRow['cloud'], readonly string[]>> = {
  aws: [
    'AWS_PROFILE',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'AWS_SHARED_CREDENTIALS_FILE',
  ],
  google: ['GOOGLE_APPLICATION_CREDENTIALS'],
  azure: ['AZURE_CLIENT_ID', 'IDENTITY_ENDPOINT'],
};

/** The provider whose format an environment chooses; undefined for Anthropic’s own. */
export function chosenProvider(valueOf: (name: string) => string | undefined): ProviderRow | undefined {
  return PROVIDERS.find(({ flag }) => isTruthy(valueOf(flag)));
}

/** `1`, `true`, `yes`, `on`, in any case and with spaces around; anything else is off (measured with 14 values). */
export function isTruthy(value: string | undefined): boolean {
  return value !== undefined && ['1', 'true', 'yes', 'on'].includes(value.trim().toLowerCase());
}
