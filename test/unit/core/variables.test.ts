import assert from 'node:assert/strict';
import { isSecretVariable, PROVIDERS, VARIABLES } from '../../../src/core/variables';

describe('the table of variables', () => {
  const hidden = ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY', 'ANTHROPIC_CUSTOM_HEADERS', 'ANTHROPIC_FOUNDRY_API_KEY', 'AWS_BEARER_TOKEN_BEDROCK', 'CLAUDE_CODE_OAUTH_TOKEN', 'OPENAI_API_KEY', 'DB_PASS', 'GITHUB_PAT', 'PATH', 'constructor', '__proto__', 'DB_PASSWORD', 'my_secret', 'CLAUDE_CODE_CLIENT_KEY_PASSPHRASE', 'SESSION_COOKIE', 'apiKeyHelper', 'constructor_token'];
  const shown = ['ANTHROPIC_BASE_URL', 'ANTHROPIC_MODEL', 'HTTPS_PROXY', 'NODE_EXTRA_CA_CERTS', 'CLAUDE_CODE_API_KEY_HELPER_TTL_MS', 'CLAUDE_CODE_USE_BEDROCK'];

  it('shows only what the table says is harmless', () => {
    for (const name of hidden) assert.ok(isSecretVariable(name), name);
    for (const name of shown) assert.ok(!isSecretVariable(name), name);
  });

  it('hides every credential and every header', () => {
    for (const [name, { role, secret }] of Object.entries(VARIABLES)) assert.equal(secret, role === 'credential' || role === 'headers', name);
  });

  it('holds every provider’s flag and address', () => {
    for (const { flag, baseUrl } of PROVIDERS) assert.deepEqual([VARIABLES[flag]?.role, VARIABLES[baseUrl]?.role], ['provider', 'provider-base-url']);
    assert.equal(new Set(PROVIDERS.map(({ id }) => id)).size, PROVIDERS.length);
  });
});
