import fc from 'fast-check';
import { PORTS } from './runWorlds';
import { CONSOLE_KEY, LOGIN_TOKEN, type World } from './world';

type Block = Readonly<Record<string, unknown>>;

/** Every place that can set something, with its own ports and words, so that what arrives tells where it came from. */
const PLACES = ['shell', 'user', 'project', 'local', 'managed', 'dropin-a', 'dropin-b'] as const;

type Place = (typeof PLACES)[number];

const FILES: Readonly<Record<Exclude<Place, 'shell'>, string>> = {
  user: '~/.claude/settings.json',
  project: './.claude/settings.json',
  local: './.claude/settings.local.json',
  managed: '/etc/claude-code/managed-settings.json',
  'dropin-a': '/etc/claude-code/managed-settings.d/10-a.json',
  'dropin-b': '/etc/claude-code/managed-settings.d/2-b.json',
};

const PROVIDERS = [
  {
    flag: 'CLAUDE_CODE_USE_BEDROCK',
    baseUrl: 'ANTHROPIC_BEDROCK_BASE_URL',
    skip: 'CLAUDE_CODE_SKIP_BEDROCK_AUTH',
    path: '',
    more: {},
    own: 'AWS_BEARER_TOKEN_BEDROCK',
  },
  {
    flag: 'CLAUDE_CODE_USE_VERTEX',
    baseUrl: 'ANTHROPIC_VERTEX_BASE_URL',
    skip: 'CLAUDE_CODE_SKIP_VERTEX_AUTH',
    path: '/v1',
    more: { ANTHROPIC_VERTEX_PROJECT_ID: 'a-project' },
    own: 'ANTHROPIC_VERTEX_PROJECT_ID',
  },
  {
    flag: 'CLAUDE_CODE_USE_FOUNDRY',
    baseUrl: 'ANTHROPIC_FOUNDRY_BASE_URL',
    skip: 'CLAUDE_CODE_SKIP_FOUNDRY_AUTH',
    path: '',
    more: {},
    own: 'ANTHROPIC_FOUNDRY_API_KEY',
  },
  {
    flag: 'CLAUDE_CODE_USE_ANTHROPIC_AWS',
    baseUrl: 'ANTHROPIC_AWS_BASE_URL',
    skip: 'CLAUDE_CODE_SKIP_ANTHROPIC_AWS_AUTH',
    path: '',
    more: { ANTHROPIC_AWS_WORKSPACE_ID: 'a-workspace' },
    own: 'ANTHROPIC_AWS_API_KEY',
  },
  {
    flag: 'CLAUDE_CODE_USE_MANTLE',
    baseUrl: 'ANTHROPIC_BEDROCK_MANTLE_BASE_URL',
    skip: 'CLAUDE_CODE_SKIP_MANTLE_AUTH',
    path: '',
    more: {},
    own: 'AWS_BEARER_TOKEN_BEDROCK',
  },
] as const;

/** Of `outOf` draws, `times` give the value and the others undefined. */
function sometimes<T>(times: number, outOf: number, value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: times, arbitrary: value }, { weight: outOf - times, arbitrary: fc.constant(undefined) });
}

function defined(entries: Readonly<Record<string, unknown>>): Block {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));
}

const orEmpty = (value: string): fc.Arbitrary<string> =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: fc.constant('') });

function address(place: Place, offset: number): fc.Arbitrary<string> {
  const url = `http://127.0.0.1:${PORTS[PLACES.indexOf(place) * 2 + offset] ?? 0}`;
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(url) },
    { weight: 4, arbitrary: fc.constantFrom(`${url}/`, `${url}/team/a`, ` ${url} `, `${url}/v1`) },
    { weight: 2, arbitrary: fc.constant('') },
    { weight: 1, arbitrary: fc.constantFrom(`"${url}"`, `127.0.0.1:${PORTS[0] ?? 0}`) },
  );
}

function customHeaders(place: Place): fc.Arbitrary<string> {
  return fc.constantFrom(
    `X-Team: ${place}`,
    `Authorization: Bearer custom-${place}`,
    `x-api-key: custom-key-${place}`,
    `Authorization: Basic custom-${place}\nX-Api-Key: custom-key-${place}`,
    `x-api-key: one\r\nX-API-KEY:   two-${place}  `,
    'no header at all',
    'x-api-key:',
    `a b: c\nx-api-key: custom-key-${place}`,
  );
}

function provider(place: Place): fc.Arbitrary<Block> {
  return fc
    .record({
      row: fc.constantFrom(...PROVIDERS),
      flag: fc.constantFrom('1', '1', '1', 'true', '0', ''),
      skip: fc.constantFrom('1', '1', '1', '0', undefined),
      url: sometimes(5, 6, address(place, 1)),
      own: sometimes(1, 3, fc.constant(`own-${place}`)),
      more: fc.constantFrom(true, true, true, false),
    })
    .map(({ row, flag, skip, url, own, more }) =>
      defined({
        [row.flag]: flag,
        [row.skip]: skip,
        [row.baseUrl]: url === undefined || url === '' ? url : `${url.trim().replace(/\/+$/, '')}${row.path}`,
        ...(more ? row.more : {}),
        ...(own === undefined ? {} : { [row.own]: own }),
      }),
    );
}

function environment(place: Place): fc.Arbitrary<Block> {
  const variables = fc.record({
    ANTHROPIC_BASE_URL: sometimes(place === 'shell' ? 6 : 3, 7, address(place, 0)),
    ANTHROPIC_AUTH_TOKEN: sometimes(3, 10, orEmpty(`token-${place}`)),
    ANTHROPIC_API_KEY: sometimes(3, 12, orEmpty(`key-${place}`)),
    ANTHROPIC_CUSTOM_HEADERS: sometimes(1, 9, customHeaders(place)),
    CLAUDE_CODE_OAUTH_TOKEN: sometimes(1, 14, orEmpty(`oauth-${place}`)),
    CLAUDE_CODE_SIMPLE: sometimes(1, 40, fc.constantFrom('1', '0')),
    ANTHROPIC_MODEL: sometimes(1, 12, fc.constant(`model-${place}`)),
  });
  return fc.tuple(variables, sometimes(1, 9, provider(place))).map(([own, more]) => ({ ...defined(own), ...more }));
}

function helper(place: Place): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant(`echo helper-${place}`) },
    { weight: 1, arbitrary: fc.constantFrom('exit 3', '', 'true') },
  );
}

/** How a text can be spoilt: most of them make a file count for nothing. */
const SPOIL: readonly ((text: string) => string)[] = [
  (text) => text.slice(0, -1),
  (text) => `// a comment\n${text}`,
  (text) => text.replace(/\}$/, ',}'),
  (text) => `[${text}]`,
  (text) => `\ufeff${text}`,
  (text) => `\n\n${text}\n`,
  () => '',
  () => 'null',
  (text) => text.replace(/^\{/, '{"permissions":"all",'),
  (text) => text.replace(/^\{/, '{"somethingNew":1,'),
  (text) => text.replace(/^\{/, '{"env":{"ANTHROPIC_BASE_URL":"http://127.0.0.1:1"},'),
];

function settingsFile(place: Exclude<Place, 'shell'>): fc.Arbitrary<string> {
  const managed = place === 'managed' || place.startsWith('dropin');
  const forced = fc.constantFrom<Block>(
    { forceLoginMethod: 'claudeai' },
    { forceLoginMethod: 'console' },
    { forceLoginMethod: 'gateway' },
    { forceLoginMethod: 'other' },
    { forceLoginOrgUUID: 'an-organization' },
  );
  return fc
    .record({
      env: sometimes(8, 9, environment(place)),
      apiKeyHelper: sometimes(1, 5, helper(place)),
      login: sometimes(1, managed ? 8 : 16, forced),
      spoil: sometimes(1, 7, fc.constantFrom(...SPOIL)),
    })
    .map(({ env, apiKeyHelper, login, spoil }) => {
      const text = JSON.stringify(defined({ env, apiKeyHelper, ...login }));
      return spoil === undefined ? text : spoil(text);
    });
}

const LOGIN = (scopes: readonly string[]): string =>
  JSON.stringify({
    claudeAiOauth: {
      accessToken: LOGIN_TOKEN,
      refreshToken: 'refresh',
      expiresAt: 4102444800000,
      scopes,
      subscriptionType: 'max',
    },
  });

/** What lies on disk beside the settings. */
const ON_DISK: fc.Arbitrary<Block> = fc
  .record({
    '~/.claude/.credentials.json': sometimes(
      2,
      7,
      fc.constantFrom(
        LOGIN(['user:inference', 'user:profile']),
        LOGIN(['user:inference', 'user:profile']),
        LOGIN(['user:profile']),
        '{}',
        '{',
      ),
    ),
    '~/.claude.json': sometimes(
      1,
      6,
      fc.constantFrom(
        JSON.stringify({ primaryApiKey: CONSOLE_KEY }),
        JSON.stringify({ primaryApiKey: CONSOLE_KEY }),
        JSON.stringify({ customApiKeyResponses: { approved: [], rejected: ['key-shell'] } }),
        '{"numStartups":3}',
        '{',
      ),
    ),
  })
  .map(defined);

const CHANCE: Readonly<Record<Exclude<Place, 'shell'>, readonly [number, number]>> = {
  user: [3, 4],
  project: [1, 3],
  local: [1, 3],
  managed: [1, 4],
  'dropin-a': [1, 7],
  'dropin-b': [1, 8],
};

const WORLD: fc.Arbitrary<World> = fc
  .record({
    env: environment('shell'),
    disk: ON_DISK,
    files: fc.record(
      Object.fromEntries(
        Object.entries(CHANCE).map(([place, [times, outOf]]) => [
          FILES[place as keyof typeof FILES],
          sometimes(times, outOf, settingsFile(place as keyof typeof FILES)),
        ]),
      ),
    ),
  })
  .map(({ env, disk, files }) => ({ files: { ...defined(files), ...disk }, env }) as World);

/** As many worlds of a seed; the same ones each time. */
export function generateWorlds(seed: number, count: number): World[] {
  return fc.sample(WORLD, { seed, numRuns: count });
}
