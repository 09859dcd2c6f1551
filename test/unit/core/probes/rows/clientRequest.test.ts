import assert from 'node:assert/strict';
import { REPAIRS, repairOf } from '../../../../../src/core/probes/rows/clientRepairs';
import { sessionBody, type SessionRequest } from '../../../../../src/core/probes/rows/clientRequest';
import { modelsInUse } from '../../../../../src/core/probes/modelsInUse';
import { resolve } from '../../../../../src/core/config/resolve';
import { UNPRINTABLE, reading, snapshotOf } from '../../support';
import { busyMs } from '../../../../slowTexts/busy';

const NEWEST = { clientVersion: '2.1.329', reducedBetas: false } as const;
const OLDER = { clientVersion: '2.1.197', reducedBetas: false } as const;
const REDUCED = { clientVersion: '2.1.329', reducedBetas: true } as const;

/** The parts of a request in which clients and models differ. */
function shapeOf({ body, betas }: SessionRequest): Record<string, unknown> {
  return {
    keys: Object.keys(body).join(),
    roles: body.messages
      .map(({ role, output_config }) => (output_config === undefined ? role : `${role}+${output_config.effort}`))
      .join(),
    thinking: JSON.stringify(body.thinking),
    effort: body.output_config?.effort,
    deferred: body.tools.filter((tool) => tool.defer_loading === true).length,
    betas: betas.join(),
  };
}

const KEYS = 'messages,system,tools,metadata,max_tokens,thinking,context_management,output_config';
const ADAPTIVE = '{"type":"adaptive","display":"omitted"}';

describe('what a session sends', () => {
  // Of the measurements, by their names.
  const table: readonly [string, string, Parameters<typeof sessionBody>[1], Record<string, unknown>][] = [
    [
      '01_auth_token',
      'claude-opus-5-5',
      NEWEST,
      {
        keys: KEYS,
        roles: 'user,system+medium',
        thinking: ADAPTIVE,
        effort: 'medium',
        deferred: 1,
        betas:
          'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,per-turn-control-2026-07-01,mid-conversation-tool-changes-2026-07-01,thinking-token-count-2026-05-13,advanced-tool-use-2025-11-20,effort-2025-11-24',
      },
    ],
    [
      '07_disable_betas',
      'claude-opus-5-5',
      REDUCED,
      {
        keys: KEYS.replace('context_management,', ''),
        roles: 'user,system',
        thinking: '{"type":"adaptive"}',
        effort: 'medium',
        deferred: 0,
        betas: 'claude-code-20250219,interleaved-thinking-2025-05-14,effort-2025-11-24',
      },
    ],
    [
      '08d_model_env_custom',
      'my-gateway-model',
      NEWEST,
      {
        keys: KEYS,
        roles: 'user,system',
        thinking: ADAPTIVE,
        effort: 'high',
        deferred: 1,
        betas:
          'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,mid-conversation-tool-changes-2026-07-01,thinking-token-count-2026-05-13,advanced-tool-use-2025-11-20,effort-2025-11-24',
      },
    ],
    [
      '08e_model_sonnet46',
      'claude-sonnet-4-6',
      NEWEST,
      {
        keys: KEYS,
        roles: 'user',
        thinking: ADAPTIVE,
        effort: 'high',
        deferred: 1,
        betas:
          'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,thinking-token-count-2026-05-13,advanced-tool-use-2025-11-20,effort-2025-11-24',
      },
    ],
    [
      '08g_model_sonnet45',
      'claude-sonnet-4-5-20250929',
      NEWEST,
      {
        keys: KEYS.replace(',output_config', ''),
        roles: 'user',
        thinking: '{"type":"enabled","budget_tokens":1024,"display":"omitted"}',
        effort: undefined,
        deferred: 1,
        betas:
          'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,thinking-token-count-2026-05-13,advanced-tool-use-2025-11-20',
      },
    ],
    [
      'claude-3-5-haiku',
      'claude-3-5-haiku-20241022',
      NEWEST,
      {
        keys: 'messages,system,tools,metadata,max_tokens',
        roles: 'user',
        thinking: undefined,
        effort: undefined,
        deferred: 0,
        betas: 'claude-code-20250219',
      },
    ],
    [
      'claude-opus-4-7',
      'claude-opus-4-7',
      NEWEST,
      {
        keys: KEYS,
        roles: 'user',
        thinking: ADAPTIVE,
        effort: 'xhigh',
        deferred: 1,
        betas:
          'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,thinking-token-count-2026-05-13,advanced-tool-use-2025-11-20,effort-2025-11-24',
      },
    ],
    [
      'claude-opus-4-8',
      'claude-opus-4-8',
      NEWEST,
      {
        keys: KEYS,
        roles: 'user,system',
        thinking: ADAPTIVE,
        effort: 'high',
        deferred: 1,
        betas:
          'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,mid-conversation-tool-changes-2026-07-01,thinking-token-count-2026-05-13,advanced-tool-use-2025-11-20,effort-2025-11-24',
      },
    ],
    [
      '08c_model_opus, older',
      'claude-opus-4-8',
      OLDER,
      {
        keys: KEYS,
        roles: 'user,system',
        thinking: '{"type":"adaptive"}',
        effort: 'high',
        deferred: 0,
        betas:
          'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,prompt-caching-scope-2026-01-05,mid-conversation-system-2026-04-07,thinking-token-count-2026-05-13,effort-2025-11-24',
      },
    ],
    [
      '08g_model_sonnet45, older',
      'claude-sonnet-4-5-20250929',
      OLDER,
      {
        keys: KEYS.replace(',output_config', ''),
        roles: 'user',
        thinking: '{"type":"enabled","budget_tokens":1024}',
        effort: undefined,
        deferred: 0,
        betas:
          'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,prompt-caching-scope-2026-01-05,thinking-token-count-2026-05-13',
      },
    ],
    [
      '09_bedrock_skip_auth',
      'us.anthropic.claude-opus-5-5',
      { ...NEWEST, provider: 'bedrock' },
      {
        keys: KEYS.replace('context_management,', ''),
        roles: 'user,system',
        thinking: ADAPTIVE,
        effort: 'medium',
        deferred: 1,
        betas:
          'claude-code-20250219,interleaved-thinking-2025-05-14,thinking-token-count-2026-05-13,tool-search-tool-2025-10-19,effort-2025-11-24',
      },
    ],
    [
      '10_vertex_skip_auth',
      'claude-opus-5-5',
      { ...NEWEST, provider: 'vertex' },
      {
        keys: KEYS.replace('context_management,', ''),
        roles: 'user,system',
        thinking: ADAPTIVE,
        effort: 'medium',
        deferred: 1,
        betas:
          'claude-code-20250219,interleaved-thinking-2025-05-14,web-search-2025-03-05,thinking-token-count-2026-05-13,tool-search-tool-2025-10-19,effort-2025-11-24',
      },
    ],
    [
      'an unknown model on Vertex AI',
      'corp-model',
      { ...NEWEST, provider: 'vertex' },
      {
        keys: 'messages,system,tools,metadata,max_tokens,thinking',
        roles: 'user,system',
        thinking: '{"type":"enabled","budget_tokens":1024,"display":"omitted"}',
        effort: undefined,
        deferred: 1,
        betas:
          'claude-code-20250219,interleaved-thinking-2025-05-14,web-search-2025-03-05,thinking-token-count-2026-05-13,tool-search-tool-2025-10-19',
      },
    ],
    [
      'an unknown model on Bedrock, older',
      'corp-model',
      { ...OLDER, provider: 'bedrock' },
      {
        keys: 'messages,system,tools,metadata,max_tokens,thinking',
        roles: 'user',
        thinking: '{"type":"enabled","budget_tokens":1024}',
        effort: undefined,
        deferred: 0,
        betas: 'claude-code-20250219,interleaved-thinking-2025-05-14,tool-search-tool-2025-10-19',
      },
    ],
    [
      'Sonnet 4.5 on Bedrock',
      'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      { ...NEWEST, provider: 'bedrock' },
      {
        keys: 'messages,system,tools,metadata,max_tokens,thinking',
        roles: 'user',
        thinking: '{"type":"enabled","budget_tokens":1024}',
        effort: undefined,
        deferred: 1,
        betas: 'claude-code-20250219,interleaved-thinking-2025-05-14,tool-search-tool-2025-10-19',
      },
    ],
    [
      'Foundry',
      'claude-opus-5-5',
      { ...NEWEST, provider: 'foundry' },
      {
        keys: KEYS,
        roles: 'user,system+medium',
        thinking: ADAPTIVE,
        effort: 'medium',
        deferred: 1,
        betas:
          'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,web-search-2025-03-05,per-turn-control-2026-07-01,mid-conversation-tool-changes-2026-07-01,thinking-token-count-2026-05-13,advanced-tool-use-2025-11-20,effort-2025-11-24',
      },
    ],
    [
      '12_aws_platform_key',
      'claude-opus-5-5',
      { ...NEWEST, provider: 'aws' },
      {
        keys: KEYS,
        roles: 'user,system+medium',
        thinking: ADAPTIVE,
        effort: 'medium',
        deferred: 1,
        betas:
          'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,prompt-caching-scope-2026-01-05,per-turn-control-2026-07-01,mid-conversation-tool-changes-2026-07-01,advisor-tool-2026-03-01,thinking-token-count-2026-05-13,advanced-tool-use-2025-11-20,effort-2025-11-24',
      },
    ],
    [
      '09d_mantle',
      'anthropic.claude-opus-5-5',
      { ...NEWEST, provider: 'mantle' },
      {
        keys: KEYS,
        roles: 'user,system',
        thinking: ADAPTIVE,
        effort: 'medium',
        deferred: 1,
        betas:
          'claude-code-20250219,interleaved-thinking-2025-05-14,context-management-2025-06-27,thinking-token-count-2026-05-13,tool-search-tool-2025-10-19,effort-2025-11-24',
      },
    ],
  ];
  for (const [name, model, options, expected] of table) {
    it(`as measured: ${name}`, () => {
      assert.deepEqual(shapeOf(sessionBody(model, options)), expected);
    });
  }

  it('an unknown version counts as the newest', () => {
    assert.deepEqual(
      sessionBody('claude-opus-5-5', { clientVersion: undefined, reducedBetas: false }),
      sessionBody('claude-opus-5-5', NEWEST),
    );
  });

  it('is small, cached from its second block on, and tells of nobody', () => {
    const { body } = sessionBody('claude-opus-5-5', NEWEST);
    assert.ok(JSON.stringify(body).length < 2000);
    assert.match(JSON.stringify(body.system[0]), /x-anthropic-billing-header: cc_version=2\.1\.329\./);
    assert.deepEqual(
      body.system.map((block) => 'cache_control' in block),
      [false, true, true],
    );
    assert.deepEqual(JSON.parse(body.metadata.user_id), {
      device_id: '0'.repeat(64),
      account_uuid: '',
      session_id: '00000000-0000-0000-0000-000000000000',
    });
    assert.equal(body.max_tokens, 64);
    assert.equal(sessionBody('claude-haiku-4-5-20251001', NEWEST).body.max_tokens, 1088);
  });

  it('knows the generation of a model by its name', () => {
    const adaptive = [
      'claude-opus-4-6',
      'us.anthropic.claude-opus-4-6-v1',
      'vertex_ai/claude-sonnet-4-6',
      'claude-sonnet-5',
      'claude-opus-4-8',
      'gpt-fake',
      'sonnet-company',
      'claude',
    ];
    const budget = [
      'claude-sonnet-4-20250514',
      'claude-sonnet-4-5@20250929',
      'claude-opus-4-1',
      'global.anthropic.claude-haiku-4-5-20251001-v1:0',
    ];
    for (const model of adaptive) assert.equal(sessionBody(model, NEWEST).body.thinking?.type, 'adaptive', model);
    for (const model of ['claude-3-5-haiku-20241022', 'claude-3-opus-20240229'])
      assert.equal(sessionBody(model, NEWEST).body.thinking, undefined, model);
    for (const model of budget) assert.equal(sessionBody(model, NEWEST).body.thinking?.type, 'enabled', model);
  });
});

describe('what the client repairs by itself', () => {
  const session = sessionBody('claude-opus-5-5', NEWEST);
  const repaired = (
    message: string,
    version: string | undefined = '2.1.329',
    request = session,
  ): string[] | undefined => {
    const next = repairOf(message, request, version)?.request;
    return next === undefined ? undefined : differences(request, next);
  };

  const table: readonly [string, string, readonly string[], boolean][] = [
    [
      'context_management',
      'context_management: Extra inputs are not permitted',
      ['context-management-2025-06-27', 'context_management'],
      false,
    ],
    [
      'role system',
      '{"type":"error","error":{"message":"messages: Unexpected role \\"system\\". The Messages API accepts …"}}',
      ['messages', 'mid-conversation-tool-changes-2026-07-01', 'per-turn-control-2026-07-01'],
      true,
    ],
    [
      'role',
      "messages.1.role: Input should be 'user' or 'assistant'",
      ['messages', 'mid-conversation-tool-changes-2026-07-01', 'per-turn-control-2026-07-01'],
      false,
    ],
    [
      'output_config of a message',
      'messages.1.output_config: Extra inputs are not permitted',
      ['messages', 'per-turn-control-2026-07-01'],
      false,
    ],
    [
      'its beta',
      'Unexpected value(s) `per-turn-control-2026-07-01` for the `anthropic-beta` header.',
      ['messages', 'per-turn-control-2026-07-01'],
      false,
    ],
    [
      'defer_loading',
      'tools.11.custom.defer_loading: Extra inputs are not permitted',
      ['advanced-tool-use-2025-11-20', 'tools'],
      false,
    ],
    ['display', 'thinking.adaptive.display: Extra inputs are not permitted', ['thinking'], false],
    ['adaptive', 'adaptive thinking is not supported on this model', ['max_tokens', 'thinking'], true],
    ['effort', 'This model does not support the effort parameter.', ['effort-2025-11-24', 'output_config'], false],
  ];
  for (const [name, message, changed, olderToo] of table) {
    it(`${name}: as measured`, () => {
      assert.deepEqual(repaired(message), changed);
      assert.deepEqual(repaired(message, undefined), changed, 'an unknown version');
      assert.equal(repaired(message, '2.1.197') !== undefined, olderToo, 'the older client');
      const next = repairOf(message, session, '2.1.329')?.request ?? session;
      assert.equal(repaired(message, '2.1.329', next), undefined, 'the same repair twice');
    });
  }

  it('says nothing of what is in no request', () => {
    assert.equal(
      repaired(
        'context_management: Extra inputs are not permitted',
        '2.1.329',
        sessionBody('claude-opus-5-5', REDUCED),
      ),
      undefined,
    );
    assert.equal(
      repaired(
        'This model does not support the effort parameter.',
        '2.1.329',
        sessionBody('claude-sonnet-4-5', REDUCED),
      ),
      undefined,
    );
  });

  it('loses no word of the conversation', () => {
    const next = repairOf('messages: Unexpected role "system"', session, '2.1.329')?.request;
    assert.deepEqual(
      next?.body.messages.map(({ role, content }) => [role, content.length]),
      [['user', 2]],
    );
  });

  for (const message of [
    'output_config: Extra inputs are not permitted',
    'metadata: Extra inputs are not permitted',
    'system.1.cache_control: Extra inputs are not permitted',
    'invalid beta flag',
    'Unexpected value(s) `claude-code-20250219` for the `anthropic-beta` header.',
    "thinking: Input tag 'adaptive' found using 'type' does not match any of the expected tags: 'disabled', 'enabled'",
    '/v1/messages: Invalid model name passed in model=claude-opus-5-5.',
  ])
    it(`not: ${message}`, () => {
      assert.equal(repaired(message), undefined);
    });

  it('each row knows its own sample, and says what is noticed', () => {
    for (const { matches, sample, notice } of REPAIRS) {
      assert.match(sample, matches);
      assert.match(notice, / rejected requests? per (session|conversation)\b.*\.$/);
    }
  });

  it('reads a million characters at once', () => {
    const ms = busyMs(() => {
      for (const piece of [
        'context_management ',
        'messages.1.role ',
        'messages.1',
        'tools.1.custom.',
        'Unexpected role ',
      ])
        repairOf(piece.repeat(1_000_000 / piece.length), session, undefined);
    });
    assert.ok(ms < 5000);
  });
});

/** The keys and betas in which two requests differ. */
function differences(before: SessionRequest, after: SessionRequest): string[] {
  const keys = Object.keys(before.body) as (keyof SessionRequest['body'])[];
  return [
    ...keys.filter((key) => JSON.stringify(before.body[key]) !== JSON.stringify(after.body[key])),
    ...before.betas.filter((beta) => !after.betas.includes(beta)),
  ].sort();
}

describe('the models in use', () => {
  const inUse = (env: Record<string, string>, version = '2.1.329'): string[] => {
    const config = resolve(
      snapshotOf([reading('shell', { ANTHROPIC_BASE_URL: 'https://llm.example', ...env })], { clientVersion: version }),
      'print',
    );
    return modelsInUse(config).map(
      ({ name, use, isDefault }) => `${name} (${use})${isDefault === true ? ' default' : ''}`,
    );
  };
  const DEFAULTS = ['claude-sonnet-5-5 (sonnet) default', 'claude-haiku-5-5 (haiku, background work) default'];

  const table: readonly [string, Record<string, string>, readonly string[], string?][] = [
    ['nothing is set', {}, ['claude-opus-5-5 (the main model, opus)', ...DEFAULTS]],
    [
      'nothing is set, older',
      {},
      [
        'claude-opus-4-8 (the main model, opus)',
        'claude-sonnet-5 (sonnet) default',
        'claude-haiku-4-5-20251001 (haiku, background work) default',
      ],
      '2.1.197',
    ],
    [
      'a main model, with a wide window',
      { ANTHROPIC_MODEL: 'my-model[1M] ' },
      ['my-model (ANTHROPIC_MODEL)', 'claude-opus-5-5 (opus) default', ...DEFAULTS],
    ],
    [
      'an alias, overridden',
      { ANTHROPIC_MODEL: 'Sonnet', ANTHROPIC_DEFAULT_SONNET_MODEL: 'corp-sonnet' },
      [
        'corp-sonnet (ANTHROPIC_MODEL, ANTHROPIC_DEFAULT_SONNET_MODEL)',
        'claude-opus-5-5 (opus) default',
        DEFAULTS[1] ?? '',
      ],
    ],
    [
      'an alias, not overridden',
      { ANTHROPIC_MODEL: 'haiku' },
      [
        'claude-haiku-5-5 (ANTHROPIC_MODEL, haiku, background work)',
        'claude-opus-5-5 (opus) default',
        DEFAULTS[0] ?? '',
      ],
    ],
    [
      'all by one name',
      {
        ANTHROPIC_MODEL: 'one',
        ANTHROPIC_DEFAULT_OPUS_MODEL: 'one',
        ANTHROPIC_DEFAULT_SONNET_MODEL: 'one',
        ANTHROPIC_DEFAULT_HAIKU_MODEL: 'one',
        CLAUDE_CODE_SUBAGENT_MODEL: 'one',
      },
      [
        'one (ANTHROPIC_MODEL, ANTHROPIC_DEFAULT_OPUS_MODEL, ANTHROPIC_DEFAULT_SONNET_MODEL, ANTHROPIC_DEFAULT_HAIKU_MODEL, CLAUDE_CODE_SUBAGENT_MODEL)',
      ],
    ],
    [
      'background work by its old variable',
      { ANTHROPIC_SMALL_FAST_MODEL: 'small' },
      [
        'claude-opus-5-5 (the main model, opus)',
        'small (ANTHROPIC_SMALL_FAST_MODEL)',
        DEFAULTS[0] ?? '',
        'claude-haiku-5-5 (haiku) default',
      ],
    ],
    [
      'sub-agents that inherit',
      { CLAUDE_CODE_SUBAGENT_MODEL: 'inherit' },
      ['claude-opus-5-5 (the main model, opus)', ...DEFAULTS],
    ],
    [
      'sub-agents with an alias',
      { CLAUDE_CODE_SUBAGENT_MODEL: 'sonnet' },
      [
        'claude-opus-5-5 (the main model, opus)',
        'claude-sonnet-5-5 (CLAUDE_CODE_SUBAGENT_MODEL, sonnet)',
        DEFAULTS[1] ?? '',
      ],
    ],
    [
      'the usual model, by its alias',
      { ANTHROPIC_DEFAULT_OPUS_MODEL: 'corp-opus' },
      ['corp-opus (the main model, ANTHROPIC_DEFAULT_OPUS_MODEL)', ...DEFAULTS],
    ],
    [
      'words that are no alias',
      { ANTHROPIC_MODEL: 'default', ANTHROPIC_DEFAULT_OPUS_MODEL: 'sonnet' },
      ['default (ANTHROPIC_MODEL)', 'sonnet (ANTHROPIC_DEFAULT_OPUS_MODEL)', ...DEFAULTS],
    ],
    [
      'opusplan',
      { ANTHROPIC_MODEL: 'opusplan', ANTHROPIC_DEFAULT_SONNET_MODEL: 'corp-sonnet' },
      [
        'corp-sonnet (ANTHROPIC_MODEL, ANTHROPIC_DEFAULT_SONNET_MODEL)',
        'claude-opus-5-5 (opus) default',
        DEFAULTS[1] ?? '',
      ],
    ],
    [
      'best',
      { ANTHROPIC_MODEL: 'best', ANTHROPIC_DEFAULT_OPUS_MODEL: 'corp-opus' },
      ['corp-opus (ANTHROPIC_MODEL, ANTHROPIC_DEFAULT_OPUS_MODEL)', ...DEFAULTS],
    ],
    [
      'fable',
      { ANTHROPIC_MODEL: 'fable' },
      ['claude-fable-5-2 (ANTHROPIC_MODEL)', 'claude-opus-5-5 (opus) default', ...DEFAULTS],
    ],
    [
      'a default for new sessions, before there was one',
      { ANTHROPIC_DEFAULT_MODEL: 'corp' },
      [
        'claude-opus-5 (the main model, opus)',
        'claude-sonnet-5 (sonnet) default',
        'claude-haiku-4-5-20251001 (haiku, background work) default',
      ],
      '2.1.235',
    ],
    [
      'a default for new sessions',
      { ANTHROPIC_DEFAULT_MODEL: 'corp' },
      ['corp (ANTHROPIC_DEFAULT_MODEL)', 'claude-opus-5-5 (opus) default', ...DEFAULTS],
    ],
    [
      'Bedrock',
      { CLAUDE_CODE_USE_BEDROCK: '1' },
      [
        'us.anthropic.claude-opus-5-5 (the main model, opus)',
        'us.anthropic.claude-sonnet-4-5-20250929-v1:0 (sonnet) default',
        'us.anthropic.claude-haiku-4-5-20251001-v1:0 (haiku, background work) default',
      ],
    ],
    [
      'Bedrock in Europe',
      {
        CLAUDE_CODE_USE_BEDROCK: '1',
        AWS_REGION: 'eu-central-1',
        ANTHROPIC_DEFAULT_SONNET_MODEL: 's',
        ANTHROPIC_DEFAULT_HAIKU_MODEL: 'h',
      },
      [
        'eu.anthropic.claude-opus-5-5 (the main model, opus)',
        's (ANTHROPIC_DEFAULT_SONNET_MODEL)',
        'h (ANTHROPIC_DEFAULT_HAIKU_MODEL)',
      ],
    ],
    [
      'Bedrock in Canada',
      {
        CLAUDE_CODE_USE_BEDROCK: '1',
        AWS_REGION: 'ca-central-1',
        ANTHROPIC_DEFAULT_SONNET_MODEL: 's',
        ANTHROPIC_DEFAULT_HAIKU_MODEL: 's',
      },
      [
        'global.anthropic.claude-opus-5-5 (the main model, opus)',
        's (ANTHROPIC_DEFAULT_SONNET_MODEL, ANTHROPIC_DEFAULT_HAIKU_MODEL)',
      ],
    ],
    [
      'Vertex AI',
      { CLAUDE_CODE_USE_VERTEX: '1' },
      [
        'claude-opus-5-5 (the main model, opus)',
        'claude-sonnet-4-5@20250929 (sonnet) default',
        'claude-haiku-4-5@20251001 (haiku, background work) default',
      ],
    ],
    [
      'Foundry',
      { CLAUDE_CODE_USE_FOUNDRY: '1' },
      [
        'claude-sonnet-4-5 (the main model, sonnet)',
        'claude-opus-4-6 (opus) default',
        'claude-haiku-4-5 (haiku, background work) default',
      ],
    ],
  ];
  for (const [name, env, expected, version] of table)
    it(name, () => {
      assert.deepEqual(inUse(env, version), expected);
    });

  it('are printable', () => {
    for (const line of inUse({})) assert.doesNotMatch(line, UNPRINTABLE);
  });
});
