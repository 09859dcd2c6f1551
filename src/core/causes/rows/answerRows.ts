import { OFFICIAL } from '../officialPages';
import type { Row } from '../row';

/** Who answers instead of the API, and how the gateway passes answers on. */
export const ANSWER_ROWS = {
  'non-api-response': {
    title: '{host} answered, but not with the Messages API.',
    short: 'no API answer',
    cause:
      'The answer is a web page, empty, or not a message: a sign-in page, a portal or a proxy stands at this address.',
    remedy: [
      'Check the address with your gateway team: it may need another path or host.',
      'If a browser shows a sign-in page there, ask for the address that takes API requests.',
    ],
    owner: 'you',
    severity: 'error',
    docs: OFFICIAL.verify,
    says: ['API returned an empty or malformed response (HTTP 200)', 'Unexpected end of JSON input'],
    involves: ['ANTHROPIC_BASE_URL', 'CLAUDE_CODE_DISABLE_NONSTREAMING_FALLBACK'],
    fixes: ['connect'],
    confirmedBy: 'whole-answer',
    variants: {
      page: {
        title: '{host} answers with a web page instead of the Messages API.',
        cause: 'A sign-in page, a portal or a block page stands where the gateway should answer requests of programs.',
        remedy: [
          'Ask your gateway team for the address that answers programs, without a sign-in page in front.',
          'Check the base URL: another path or host may be meant.',
        ],
        owner: 'gateway-team',
      },
      broken: {
        title: '{host} answers with something that is no message.',
        short: 'broken answer',
        cause:
          'The answer is empty, or ends too early, or is not what the Messages API says. It comes from the gateway, or from something in front of it.',
        remedy: [
          'Ask your gateway team what answers there, and give them this report.',
          'Check the address: another product may be at it.',
        ],
        owner: 'gateway-team',
      },
    },
    dependsOn: ['redirected', 'wrong-base-path'],
  },
  redirected: {
    title: '{host} redirects to {location}.',
    short: 'redirected',
    cause: 'Claude Code’s requests do not survive a redirect: the body or the credential is lost on the way.',
    remedy: [
      'Use the final address as the base URL; if it is a sign-in page, ask your gateway team for the API address.',
      'Check https against http, and a slash at the end: both are common reasons for a redirect.',
    ],
    owner: 'you',
    severity: 'error',
    docs: OFFICIAL.routing,
    says: ['301 Moved Permanently'],
    involves: ['ANTHROPIC_BASE_URL'],
    fixes: ['connect'],
    confirmedBy: 'check-connection',
    variants: {
      followed: {
        title: '{host} redirects to {location}, which Claude Code follows for now.',
        cause:
          'The redirect stays on the same host and keeps the request whole. Model discovery treats it as a failure, and each request takes twice the way.',
        remedy: ['Use the final address as the base URL.'],
      },
    },
    dependsOn: [],
  },
  'wrong-base-path': {
    title: 'The path of the base URL is wrong: there is no Messages API at {url}.',
    short: 'wrong path',
    cause:
      'Claude Code adds /v1/messages to the base URL. The result is not known to the gateway: the base URL has an extra /v1, or lacks a prefix.',
    remedy: [
      'Correct the path of the base URL; leave out /v1 and /v1/messages.',
      'If it has none of these, ask your gateway team for the path, such as /anthropic.',
    ],
    owner: 'you',
    severity: 'error',
    docs: OFFICIAL.address,
    says: [
      'There’s an issue with the selected model',
      'no Route matched with those values',
      '404 page not found',
      'Missing Authentication Token',
    ],
    involves: ['ANTHROPIC_BASE_URL'],
    fixes: ['set-variable', 'connect'],
    confirmedBy: 'check-connection',
    variants: {
      vertex: {
        title: 'There is nothing at {url}: for Vertex AI the base URL has to end in /v1.',
        cause: 'In this format Claude Code adds /projects/… to the base URL, and no /v1.',
        remedy: [
          'Add /v1 to the end of ANTHROPIC_VERTEX_BASE_URL.',
          'If it ends in /v1 already, ask your gateway team for the address that speaks Vertex AI’s format.',
        ],
      },
      bedrock: {
        title: 'There is nothing in Bedrock’s format at {url}.',
        cause:
          'CLAUDE_CODE_USE_BEDROCK makes Claude Code ask at /model/…, which this gateway does not know. It may speak Anthropic’s own format.',
        remedy: [
          'Ask your gateway team which format the address speaks. For Anthropic’s own, remove CLAUDE_CODE_USE_BEDROCK and set ANTHROPIC_BASE_URL.',
        ],
      },
      query: {
        title: 'The gateway knows /v1/messages, but not /v1/messages?beta=true.',
        cause: 'Its route matches the whole address instead of the path, and Claude Code always sends ?beta=true.',
        remedy: ['Ask your gateway team to match the route on the path alone.'],
        owner: 'gateway-team',
      },
    },
    dependsOn: ['base-url-invalid'],
  },
  'api-format-mismatch': {
    title: '{host} speaks another API than the Anthropic Messages API.',
    short: 'other API',
    cause: 'The endpoint is for another format, such as OpenAI’s chat completions.',
    remedy: [
      'Ask your gateway team for its Anthropic-compatible address.',
      'If it is a gateway for Bedrock, Vertex or Foundry, ask which CLAUDE_CODE_USE_… variable and base URL belong to it.',
    ],
    owner: 'gateway-team',
    severity: 'error',
    docs: OFFICIAL.formats,
    says: [
      'Invalid URL (POST /v1/messages)',
      'Bedrock streaming response has content-type',
      'Truncated event message received',
    ],
    involves: [
      'ANTHROPIC_BASE_URL',
      'CLAUDE_CODE_USE_BEDROCK',
      'CLAUDE_CODE_USE_VERTEX',
      'CLAUDE_CODE_USE_FOUNDRY',
      'CLAUDE_CODE_DISABLE_BEDROCK_CONTENT_TYPE_GUARD',
    ],
    fixes: ['connect'],
    confirmedBy: 'whole-answer',
    dependsOn: ['base-url-invalid'],
  },
  'waf-blocked': {
    title: 'A firewall in front of the gateway blocked the request.',
    short: 'blocked by firewall',
    cause:
      'The 403 page comes from a web application firewall or reverse proxy, not from the gateway: prompts with code look like an attack to it.',
    remedy: [
      'Ask your gateway team to exempt /v1/messages from body inspection.',
      'Tell them the time: the request is in the firewall’s log, and not in the gateway’s.',
      'Known rules: CrossSiteScripting_Body on AWS WAF, and the body rules of the OWASP rule set on ModSecurity.',
    ],
    owner: 'gateway-team',
    severity: 'error',
    docs: OFFICIAL.requirements,
    says: ['Failed to authenticate. API Error: 403 Forbidden', '403 Forbidden', 'Just a moment...'],
    involves: ['ANTHROPIC_BASE_URL'],
    fixes: [],
    confirmedBy: 'gateway-log',
    variants: {
      text: {
        title: 'A firewall in front of the gateway blocks what looks like code.',
        cause:
          'A plain text passed, and the same request with shell commands, markup and paths was refused. Every session of Claude Code holds such text.',
      },
      shape: {
        title: 'A firewall in front of the gateway refuses requests with many parts.',
        cause:
          'A small request passed, and the same with thousands of JSON values was refused. A session of Claude Code has that many.',
        remedy: [
          'Ask your gateway team to exempt /v1/messages from body inspection, or to raise the limit of arguments (ModSecurity: SecArgumentsLimit).',
        ],
      },
    },
    dependsOn: [],
  },
  'request-too-large': {
    title: 'A proxy or the gateway refuses requests of this size.',
    short: 'request too large',
    cause: 'A session sends far more than a short test; the default limit of many proxies is 1 MB.',
    remedy: [
      'Ask your gateway team to raise the body limit to 32 MB (nginx: client_max_body_size).',
      'Until then run /compact, and remove images and large files from the conversation.',
    ],
    owner: 'gateway-team',
    severity: 'error',
    docs: OFFICIAL.errors,
    says: ['Request too large (max 32MB)', '413 Request Entity Too Large', 'request_too_large'],
    involves: ['ANTHROPIC_BASE_URL'],
    fixes: [],
    confirmedBy: 'check-connection',
    dependsOn: [],
  },
  'response-buffered': {
    title: 'The answer stalls or arrives in one piece at the end.',
    short: 'stream stalls',
    cause: 'A proxy collects the stream instead of passing each event on.',
    remedy: [
      'Ask your gateway team to switch response buffering off for /v1/messages.',
      'They should pass the ping events on too: Claude Code takes a silent stream for a dead one.',
    ],
    owner: 'gateway-team',
    severity: 'error',
    docs: OFFICIAL.streaming,
    says: ['The response stopped arriving', 'Response stalled mid-stream', 'Waiting for API response'],
    involves: ['CLAUDE_STREAM_IDLE_TIMEOUT_MS', 'CLAUDE_BYTE_STREAM_IDLE_TIMEOUT_MS', 'API_FORCE_IDLE_TIMEOUT'],
    fixes: [],
    confirmedBy: 'check-connection',
    variants: {
      collected: {
        title: 'The answer arrives in one piece at the end.',
        short: 'stream buffered',
        cause:
          'A proxy or the gateway collects the stream instead of passing each event on. Long answers appear late, and may run into a time limit.',
      },
      stalled: {
        title: 'The answer begins, and then nothing more arrives.',
      },
      ignored: {
        title: 'The gateway answers in one piece where a stream was asked for.',
        short: 'no stream',
        cause: 'Claude Code copes, but nothing is shown until the whole answer is there.',
        remedy: ['Ask your gateway team to support streaming ("stream": true) for this model.'],
      },
    },
    dependsOn: [],
  },
  'stream-interrupted': {
    title: 'The connection was cut in the middle of an answer.',
    short: 'stream cut',
    cause: 'An idle time-out of a proxy or load balancer, or an unstable network.',
    remedy: [
      'Ask your gateway team to raise the idle time-out on the way.',
      'Type “continue”: what has arrived is kept.',
      'If it happens on one network only, ask your network team.',
    ],
    owner: 'gateway-team',
    severity: 'error',
    docs: OFFICIAL.retries,
    says: [
      'Connection lost mid-response',
      'Connection closed mid-response',
      'Server error mid-response',
      'Socket is closed',
    ],
    involves: ['HTTPS_PROXY'],
    fixes: [],
    confirmedBy: 'wait-and-retry',
    dependsOn: ['response-buffered'],
  },
  'error-rewrapped': {
    title: 'The gateway replaces the provider’s errors with its own.',
    short: 'error rewritten',
    cause: 'Claude Code repairs some requests by itself, but only when it can read the provider’s own words.',
    remedy: [
      'Ask your gateway team to pass upstream errors through unchanged.',
      'Their log has the provider’s own words, which name the real cause.',
    ],
    owner: 'gateway-team',
    severity: 'error',
    docs: OFFICIAL.errorForwarding,
    says: ['All target providers failed', '502 all upstreams failed (1 attempted)', 'upstream rejected the request'],
    involves: ['ANTHROPIC_BASE_URL'],
    fixes: [],
    confirmedBy: 'gateway-log',
    dependsOn: [],
  },
} as const satisfies Readonly<Record<string, Row>>;
