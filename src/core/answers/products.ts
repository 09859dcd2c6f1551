import type { Speaker } from './errorReading';

/** A product whose answers and words are known. `marks` are tried on `name: value` lines of the headers and on the body. */
export interface Product {
  readonly name: string;
  readonly speaker: Speaker;
  readonly marks?: RegExp;
}

/** Who can speak in an error. The first whose marks fit an answer is its speaker, unless the words name another. */
export const PRODUCTS = {
  'claude-code': { name: 'Claude Code', speaker: 'client' },
  litellm: {
    name: 'LiteLLM',
    speaker: 'gateway',
    marks: /^x-litellm-|litellm\.|LiteLLM_|LiteLLM Virtual Key|Received Model Group=/im,
  },
  portkey: {
    name: 'Portkey',
    speaker: 'gateway',
    marks: /^x-portkey-|"status":\s?"failure",\s?"message"|Portkey Error/im,
  },
  kong: { name: 'Kong', speaker: 'gateway', marks: /^(server|via):.{0,60}\bkong\/|^x-kong-/im },
  'envoy-ai-gateway': {
    name: 'Envoy AI Gateway',
    speaker: 'gateway',
    marks: /No matching route found\. It is likely because the model/,
  },
  'cloudflare-ai-gateway': { name: 'Cloudflare AI Gateway', speaker: 'gateway', marks: /^cf-aig-|AiGatewayError/im },
  'claude-apps-gateway': {
    name: 'Claude apps gateway',
    speaker: 'gateway',
    marks: /cc-gateway\/|all upstreams failed \(|operator's model allowlist/,
  },
  'claude-code-router': {
    name: 'claude-code-router',
    speaker: 'gateway',
    marks: /CCR API key|APIKEY is missing|Error from provider\(|provider_response_error/,
  },
  'one-api': {
    name: 'one-api or new-api',
    speaker: 'gateway',
    marks: /^x-(oneapi|new-api|newapi)-|(one|new|shell|chat)_?(api|hub)_error|request id: \d{20}/im,
  },
  openrouter: { name: 'OpenRouter', speaker: 'gateway', marks: /openrouter\.ai|^x-openrouter-/im },
  langfuse: { name: 'Langfuse', speaker: 'gateway' },
  bifrost: { name: 'Bifrost', speaker: 'gateway', marks: /is_bifrost_error|^x-bf-/im },
  helicone: { name: 'Helicone', speaker: 'gateway', marks: /^helicone-/im },
  vercel: { name: 'Vercel AI Gateway', speaker: 'gateway', marks: /^x-vercel-|vercel\.com\/.{0,40}ai-gateway/im },
  truefoundry: { name: 'TrueFoundry', speaker: 'gateway', marks: /^x-tfy-/im },
  databricks: { name: 'Databricks', speaker: 'gateway', marks: /^x-databricks-|databricks-|DATABRICKS_/im },
  apigee: { name: 'Apigee', speaker: 'gateway', marks: /"faultstring"|policies\.ratelimit/ },
  gateway: { name: 'the gateway', speaker: 'gateway' },
  'azure-apim': { name: 'Azure API Management', speaker: 'gateway', marks: /^ocp-apim-|azure-api\.net/im },
  'aws-api-gateway': { name: 'AWS API Gateway', speaker: 'gateway', marks: /^x-amz-apigw-id:/im },
  anthropic: { name: 'Anthropic', speaker: 'provider', marks: /^request-id: req_|"request_id":\s?"req_|^anthropic-/im },
  bedrock: {
    name: 'Amazon Bedrock',
    speaker: 'provider',
    marks: /^x-amzn-(errortype|bedrock)|bedrock-runtime|BedrockException|InvokeModel/im,
  },
  vertex: {
    name: 'Google Vertex AI',
    speaker: 'provider',
    marks: /aiplatform\.googleapis|googleapis\.com|google\.rpc/i,
  },
  azure: {
    name: 'Azure AI Foundry',
    speaker: 'provider',
    marks: /^apim-request-id:|services\.ai\.azure|cognitiveservices|openai\.azure/im,
  },
  openai: { name: 'an OpenAI-style API', speaker: 'provider', marks: /^openai-|platform\.openai\.com/im },
  'model-server': { name: 'a model server', speaker: 'provider' },
  cloudflare: {
    name: 'Cloudflare',
    speaker: 'between',
    marks: /^server: cloudflare|^cf-ray:|^cf-mitigated:|cdn-cgi\/|Cloudflare Ray ID|\| Cloudflare|cloudflare-nginx/im,
  },
  'aws-edge': {
    name: 'AWS load balancer or CloudFront',
    speaker: 'between',
    marks: /^server: (awselb|cloudfront)|^x-cache: error from cloudfront/im,
  },
  'azure-edge': {
    name: 'Azure Front Door or Application Gateway',
    speaker: 'between',
    marks: /Microsoft-Azure-Application-Gateway|^x-azure-ref:/im,
  },
  modsecurity: { name: 'ModSecurity', speaker: 'between', marks: /mod_?security/i },
  nginx: { name: 'nginx', speaker: 'between', marks: /^server: (nginx|openresty)|<center>(nginx|openresty)/im },
  haproxy: {
    name: 'HAProxy',
    speaker: 'between',
    marks: /Request forbidden by administrative rules|No server is available to handle this request/,
  },
  envoy: { name: 'Envoy', speaker: 'between', marks: /^server: (istio-)?envoy|^x-envoy-/im },
  apache: { name: 'Apache', speaker: 'between', marks: /^server: apache|<address>Apache/im },
  squid: {
    name: 'Squid',
    speaker: 'between',
    marks: /^x-squid-error:|\(squid\/|ERR_ACCESS_DENIED|ERROR: The requested URL could not be retrieved/im,
  },
  tinyproxy: { name: 'Tinyproxy', speaker: 'between', marks: /tinyproxy/i },
  firewall: {
    name: 'a firewall',
    speaker: 'between',
    marks: /zscaler|netskope|fortiguard|fortigate|blue ?coat|incapsula|akamai|barracuda/i,
  },
  network: { name: 'the network', speaker: 'between' },
  /** Somebody’s own words for what they saw. */
  person: { name: 'a person', speaker: 'unknown' },
} as const satisfies Record<string, Product>;

/** An id of {@link PRODUCTS}. */
export type ProductId = keyof typeof PRODUCTS;
