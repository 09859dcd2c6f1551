import assert from 'node:assert/strict';
import { readClaudeState } from '../../../../src/core/files/claudeState';
import { verdictOf } from '../../../../src/core/causes/findings';
import { healthOf } from '../../../../src/core/health/health';
import { Secret } from '../../../../src/core/words/secret';
import { keyTail } from '../../../../src/core/config/keyApproval';
import { diagnose } from '../../../../src/host/run/diagnose';
import { verifyEntered, type Entered, type Verification } from '../../../../src/host/run/verify';
import { PRACTICE_KEY, READS, type Reads } from '../../../gateway/credentials';
import { startPracticeGateway, type PracticeGateway } from '../../../gateway/practice-gateway';
import { assessed, reading } from '../../core/support';
import { gatewayForTests } from '../../gateway/support';
import type { LastCheck } from '../../../../src/core/probes/lastCheck';

const CONTEXT = { env: { PATH: process.env['PATH'] }, version: '1.2.3' };

/** What verification showed, and the requests it took. */
function shown(result: Verification): string {
  assert.doesNotMatch(JSON.stringify(result), /practice-0123|sk-wrong/);
  const checks = result.check.probes.map(({ id, outcome }) => `${id} ${outcome}`).join(', ');
  if (!result.accepted) return `${result.finding.cause} (${checks})`;
  return `${result.kind}${result.note === undefined ? '' : ` with ${result.note.cause}`} (${checks})`;
}

function headersOf({ requests }: PracticeGateway): string[] {
  return requests.map(({ headers }) =>
    [headers['authorization'] === undefined ? '' : 'bearer', headers['x-api-key'] === undefined ? '' : 'x-api-key']
      .filter(Boolean)
      .join('+'),
  );
}

describe('verifying what was entered', () => {
  const gateways = new Map<Reads, PracticeGateway>();
  before(async () => {
    for (const reads of READS) gateways.set(reads, await startPracticeGateway({ reads }));
  });
  afterEach(() => {
    for (const gateway of gateways.values()) {
      gateway.misbehave();
      gateway.clear();
    }
  });
  after(async () => {
    for (const gateway of gateways.values()) await gateway.stop();
  });

  function of(reads: Reads): PracticeGateway {
    const gateway = gateways.get(reads);
    assert.ok(gateway !== undefined);
    return gateway;
  }
  const verify = (
    reads: Reads,
    kind: Entered['kind'],
    credential = PRACTICE_KEY,
    more: Partial<Entered> = {},
  ): Promise<Verification> =>
    verifyEntered({ baseUrl: of(reads).url, kind, credential: new Secret(credential), ...more }, CONTEXT);

  const table: readonly [Reads, Entered['kind'], string, string, string[]][] = [
    ['bearer', 'unknown', PRACTICE_KEY, 'bearer (messages ok)', ['bearer']],
    ['both', 'unknown', PRACTICE_KEY, 'bearer (messages ok)', ['bearer']],
    ['x-api-key', 'unknown', PRACTICE_KEY, 'api-key (messages problem, other-header ok)', ['bearer', 'x-api-key']],
    [
      'bearer',
      'unknown',
      'sk-wrong',
      'credential-rejected (messages problem, other-header problem, wrong-credential ok)',
      ['bearer', 'x-api-key', 'bearer'],
    ],
    [
      'x-api-key',
      'unknown',
      'sk-wrong',
      'credential-rejected (messages problem, other-header problem, wrong-credential ok)',
      ['bearer', 'x-api-key', 'bearer'],
    ],
    [
      'both',
      'unknown',
      'sk-wrong',
      'credential-rejected (messages problem, other-header problem, wrong-credential ok)',
      ['bearer', 'x-api-key', 'bearer'],
    ],
    ['bearer', 'bearer', PRACTICE_KEY, 'bearer (messages ok)', ['bearer']],
    [
      'bearer',
      'bearer',
      'sk-wrong',
      'credential-rejected (messages problem, other-header problem, wrong-credential ok)',
      ['bearer', 'x-api-key', 'bearer'],
    ],
    [
      'bearer',
      'api-key',
      PRACTICE_KEY,
      'wrong-credential-header (messages problem, other-header ok)',
      ['x-api-key', 'bearer'],
    ],
    ['x-api-key', 'api-key', PRACTICE_KEY, 'api-key (messages ok)', ['x-api-key']],
    [
      'x-api-key',
      'bearer',
      PRACTICE_KEY,
      'wrong-credential-header (messages problem, other-header ok)',
      ['bearer', 'x-api-key'],
    ],
    ['both', 'helper', `echo ${PRACTICE_KEY}`, 'helper (helper ok, messages ok)', ['bearer+x-api-key']],
    ['x-api-key', 'helper', `echo ${PRACTICE_KEY}`, 'helper (helper ok, messages ok)', ['bearer+x-api-key']],
    [
      'both',
      'helper',
      'echo sk-wrong',
      'credential-rejected (helper ok, messages problem, wrong-credential ok)',
      ['bearer+x-api-key', 'bearer+x-api-key'],
    ],
    ['both', 'helper', 'exit 3', 'helper-failed (helper problem, messages skipped)', []],
  ];
  for (const [reads, kind, credential, expected, sent] of table) {
    it(`${kind}${credential.includes('wrong') ? ', a wrong one' : ''}, at a gateway that reads ${reads} → ${expected}`, async () => {
      assert.equal(shown(await verify(reads, kind, credential)), expected);
      assert.deepEqual(headersOf(of(reads)), sent);
    });
  }

  it('accepts a credential for a model that is unknown, and says so', async () => {
    assert.equal(
      shown(await verify('both', 'bearer', PRACTICE_KEY, { model: 'nope' })),
      'bearer with model-not-routed (messages problem)',
    );
    assert.match(of('both').requests[0]?.body ?? '', /"model":"nope"/);
  });

  it('asks a model once, whatever is answered', async () => {
    for (const name of [
      'waf-403-html',
      'bad-gateway-502-html',
      'html-login-page',
      'not-found-html',
      'redirect-login',
      'reset-before-headers',
    ] as const) {
      of('both').clear();
      of('both').misbehave(name);
      const result = await verify('both', 'unknown');
      const own = of('both').requests.filter(
        ({ headers, body }) =>
          headers['authorization']?.endsWith(PRACTICE_KEY) === true && body.includes('"messages":[{'),
      );
      assert.deepEqual([result.accepted, own.length], [false, 1], name);
    }
  });

  it('names the path when the base URL ends in /v1, whatever the 404 says', async () => {
    const result = await verifyEntered(
      { baseUrl: `${of('both').url}/v1`, kind: 'bearer', credential: new Secret(PRACTICE_KEY) },
      CONTEXT,
    );
    assert.deepEqual(result.accepted ? 'accepted' : [result.finding.cause, result.finding.certain], [
      'wrong-base-path',
      true,
    ]);
  });

  it('says what it waits for, and is ended at once by an abort', async () => {
    of('both').misbehave('hang');
    const steps: string[] = [];
    const stop = new AbortController();
    const failed = assert.rejects(
      verifyEntered(
        { baseUrl: of('both').url, kind: 'unknown', credential: new Secret(PRACTICE_KEY) },
        { ...CONTEXT, signal: stop.signal, onStep: (step) => steps.push(step) },
      ),
      { message: 'enough' },
    );
    while (of('both').requests.length === 0) await new Promise(setImmediate);
    stop.abort(new Error('enough'));
    await failed;
    assert.deepEqual(steps, ['One-token request']);
  });
});

describe('checking what is configured', () => {
  const gateway = gatewayForTests({ reads: 'x-api-key' });

  async function check(
    env: Record<string, string>,
    more: { helper?: string; trusted?: boolean; login?: boolean } = {},
  ): Promise<{ last: LastCheck; text: string }> {
    const readings = [
      reading('vscode-user', env),
      reading('user-settings', {}, more.helper === undefined ? {} : { helper: new Secret(more.helper) }),
      ...(more.login === true ? [reading('login')] : []),
    ];
    // Claude Code was told to use the key, whichever it is.
    const told = readClaudeState(
      '/home/u/.claude.json',
      JSON.stringify({ customApiKeyResponses: { approved: [keyTail(env['ANTHROPIC_API_KEY'] ?? '')] } }),
      undefined,
    );
    const assessment = assessed(readings, 'vscode-extension', { state: told });
    const last = await diagnose({ assessment, trusted: more.trusted ?? true, scope: 'quick', ...CONTEXT });
    assert.doesNotMatch(JSON.stringify(last), /practice-0123/);
    const { state } = healthOf(assessment.request, assessment.findings, last, false);
    return {
      last,
      text: `${state}: ${last.findings.map(({ cause }) => cause).join()} (${last.probes.map(({ id, outcome }) => `${id} ${outcome}`).join(', ')})`,
    };
  }
  const url = (): Record<string, string> => ({ ANTHROPIC_BASE_URL: gateway().url });

  it('passes with the right variable', async () => {
    assert.equal((await check({ ...url(), ANTHROPIC_API_KEY: PRACTICE_KEY })).text, 'connected:  (messages ok)');
  });

  it('tells a wrong variable from a wrong credential', async () => {
    const wrong = await check({ ...url(), ANTHROPIC_AUTH_TOKEN: PRACTICE_KEY });
    assert.equal(wrong.text, 'problem: wrong-credential-header (messages problem, other-header ok)');
    const [found] = wrong.last.findings;
    assert.equal(
      found === undefined ? '' : verdictOf(found),
      'Your gateway reads x-api-key, not Authorization: Bearer. You: put the credential in ANTHROPIC_API_KEY instead.',
    );
    assert.equal(
      (await check({ ...url(), ANTHROPIC_API_KEY: 'sk-wrong' })).text,
      'problem: credential-rejected (messages problem, other-header problem, wrong-credential ok)',
    );
    assert.equal(
      (await check({ ...url(), ANTHROPIC_API_KEY: 'sk-wrong', ANTHROPIC_AUTH_TOKEN: PRACTICE_KEY })).text,
      'problem: credential-rejected (messages problem, bearer-alone ok, x-api-key-alone ok, wrong-credential ok)',
    );
  });

  it('runs a helper, with the variables of the configuration', async () => {
    assert.equal(
      (await check({ ...url(), MY_KEY: PRACTICE_KEY }, { helper: 'echo $MY_KEY' })).text,
      'connected:  (helper ok, messages ok)',
    );
    assert.equal(
      (await check(url(), { helper: 'exit 3' })).text,
      'problem: helper-failed (helper problem, messages skipped)',
    );
    assert.equal(
      (await check({ ...url(), ANTHROPIC_AUTH_TOKEN: 'other' }, { helper: `echo ${PRACTICE_KEY}` })).text,
      'warning:  (helper ok, messages ok)',
      'two credentials are sent',
    );
    assert.deepEqual(
      [gateway().requests.at(-1)?.headers['authorization'], gateway().requests.at(-1)?.headers['x-api-key']],
      ['Bearer other', PRACTICE_KEY],
    );
  });

  it('runs nothing in Restricted Mode', async () => {
    assert.equal(
      (await check(url(), { helper: 'exit 3', trusted: false })).text,
      'not-checked: helper-not-run (helper skipped, messages skipped)',
    );
    assert.equal(gateway().requests.length, 0);
  });

  it('asks nothing when there is nothing to ask, and does not claim a connection', async () => {
    for (const [env, more, expected] of [
      [{ ANTHROPIC_AUTH_TOKEN: PRACTICE_KEY }, {}, 'not-set-up:  (messages skipped)'],
      [url(), {}, 'problem:  (messages skipped)'],
      [url(), { login: true }, 'warning:  (messages skipped)'],
      [
        {
          CLAUDE_CODE_USE_BEDROCK: '1',
          ANTHROPIC_BEDROCK_BASE_URL: gateway().url,
          AWS_ACCESS_KEY_ID: 'AKIA0',
          AWS_SECRET_ACCESS_KEY: 'none',
        },
        {},
        'not-checked:  (messages skipped)',
      ],
      [{ ANTHROPIC_BASE_URL: 'gw.example', ANTHROPIC_AUTH_TOKEN: PRACTICE_KEY }, {}, 'problem:  (messages skipped)'],
      [
        { ANTHROPIC_BASE_URL: `"${gateway().url}"`, ANTHROPIC_AUTH_TOKEN: PRACTICE_KEY },
        {},
        'problem:  (messages skipped)',
      ],
    ] as const)
      assert.equal((await check(env, more)).text, expected);
    assert.equal(gateway().requests.length, 0);
  });

  it('asks for the configured model as Claude Code does', async () => {
    for (const [env, model] of [
      [{}, 'claude-opus-5-5'],
      [{ ANTHROPIC_MODEL: 'claude-opus-5-5' }, 'claude-opus-5-5'],
      [{ ANTHROPIC_MODEL: 'claude-opus-5-5[1m]' }, 'claude-opus-5-5'],
      [{ ANTHROPIC_MODEL: 'sonnet' }, 'claude-sonnet-5-5'],
      [{ ANTHROPIC_BASE_URL: ` ${gateway().url}/ ` }, 'claude-opus-5-5'],
      [{ ANTHROPIC_MODEL: 'opus', ANTHROPIC_DEFAULT_OPUS_MODEL: 'claude-opus-4-8' }, 'claude-opus-4-8'],
    ] as [Record<string, string>, string][]) {
      gateway().clear();
      assert.equal(
        (await check({ ...url(), ANTHROPIC_API_KEY: PRACTICE_KEY, ...env })).text,
        'connected:  (messages ok)',
      );
      assert.equal((JSON.parse(gateway().requests[0]?.body ?? '{}') as { model?: string }).model, model);
    }
  });
});
