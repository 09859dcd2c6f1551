import assert from 'node:assert/strict';
import type { CauseId } from '../../../../src/core/causes/causes';
import { finding, type Finding } from '../../../../src/core/causes/findings';
import { mergeFreeCheck } from '../../../../src/core/health/mergeChecks';
import type { ProbeResult } from '../../../../src/core/probes/probe';
import type { ProbeId } from '../../../../src/core/probes/probeIds';
import type { LastCheck } from '../../../../src/core/probes/lastCheck';

const seen = (cause: CauseId): Finding => finding(cause, `${cause} seen`);
const line = (id: ProbeId, ...findings: readonly Finding[]): ProbeResult => ({
  id,
  label: id,
  outcome: findings.length > 0 ? 'problem' : 'ok',
  detail: id,
  ms: 1,
  ...(id === 'messages' ? { paid: findings.length === 0 ? 1 : 0 } : {}),
  ...(findings.length === 0 ? {} : { findings }),
});
const skipped = (id: ProbeId): ProbeResult => ({ ...line(id), outcome: 'skipped' });

function checkOf(scope: LastCheck['scope'], at: number, ...checks: readonly ProbeResult[]): LastCheck {
  return {
    at,
    target: 'here',
    findings: checks.flatMap(({ findings = [] }) => findings),
    probes: checks,
    scope,
    paidRequests: scope === 'free' ? 0 : 1,
    ms: 9,
  };
}

/** What is left, in short: `full@1+2 cause cause | line line`. */
function short({ scope, at, recheckedAt, findings, probes: checks }: LastCheck): string {
  return `${scope}@${at}${recheckedAt === undefined ? '' : `+${recheckedAt}`} ${findings.map(({ cause }) => cause).join(' ')} | ${checks.map(({ id }) => id).join(' ')}`;
}

/** The provider answered, as only one does who was let in. */
const proven: ProbeResult = { ...line('alive'), provesCredential: true };
const [fine, down] = [
  checkOf('free', 2, proven),
  checkOf('free', 2, line('alive', seen('gateway-unreachable')), line('dns'), line('tcp', seen('gateway-unreachable'))),
];
const full = checkOf('full', 1, line('dns'), line('messages'), line('stream'));
const slow: Finding = { ...seen('connect-timeout'), variant: 'slow' };

describe('what is known after a check without tokens', () => {
  const table: readonly [string, LastCheck | undefined, LastCheck, boolean, string][] = [
    ['nothing was known', undefined, fine, true, 'free@2  | alive'],
    ['another target was asked', { ...full, target: 'there' }, fine, true, 'free@2  | alive'],
    [
      'an earlier one without tokens was known',
      checkOf('free', 1, line('alive', seen('dns-failure'))),
      fine,
      true,
      'free@2  | alive',
    ],
    ['all went well, and does', full, fine, true, 'full@1+2  | dns messages stream alive'],
    [
      'all went well, and the gateway is away now',
      full,
      down,
      true,
      'full@1+2 gateway-unreachable gateway-unreachable | dns messages stream alive tcp',
    ],
    [
      'the gateway was away meanwhile',
      mergeFreeCheck(full, down, true),
      { ...fine, at: 3 },
      true,
      'full@1+3  | dns messages stream alive',
    ],
    [
      'the gateway was away',
      checkOf(
        'quick',
        1,
        line('messages', seen('gateway-unreachable')),
        line('dns'),
        line('tcp', seen('gateway-unreachable')),
      ),
      fine,
      true,
      'free@2+2  | alive',
    ],
    [
      'the credential was refused, and is taken',
      checkOf('quick', 1, line('messages', seen('credential-rejected'))),
      fine,
      true,
      'free@2+2  | alive',
    ],
    [
      'the credential was refused, and something answers',
      checkOf('quick', 1, line('messages', seen('credential-rejected'))),
      checkOf('free', 2, line('alive')),
      true,
      'quick@1+2 credential-rejected | messages alive',
    ],
    [
      'the credential was refused, and not sent now',
      checkOf('quick', 1, line('messages', seen('credential-rejected'))),
      fine,
      false,
      'quick@1+2 credential-rejected | messages alive',
    ],
    [
      'the name did not resolve, and the credential is not sent',
      checkOf('quick', 1, line('messages', seen('dns-failure'))),
      fine,
      false,
      'free@2+2  | alive',
    ],
    [
      'the credential was refused, and still is',
      checkOf('quick', 1, line('messages', seen('credential-rejected'))),
      checkOf('free', 2, line('alive', seen('credential-rejected'))),
      true,
      'quick@1+2 credential-rejected | messages alive',
    ],
    [
      'the model was unknown',
      checkOf('quick', 1, line('messages', seen('model-not-routed'))),
      fine,
      true,
      'quick@1+2 model-not-routed | messages alive',
    ],
    [
      'the model took too long',
      checkOf('quick', 1, line('messages', slow)),
      fine,
      true,
      'quick@1+2 connect-timeout | messages alive',
    ],
    [
      'streams are held back',
      checkOf('full', 1, line('messages'), line('stream', seen('response-buffered'))),
      fine,
      true,
      'full@1+2 response-buffered | messages stream alive',
    ],
    [
      'streams are held back, and a limit was reached',
      checkOf(
        'full',
        1,
        line('messages'),
        line('stream', seen('response-buffered')),
        line('models', seen('rate-limited')),
      ),
      fine,
      true,
      'full@1+2 response-buffered | messages stream alive',
    ],
    ['nothing could be asked', full, checkOf('free', 2, skipped('alive')), true, 'full@1+2  | dns messages stream'],
    [
      'the credential was refused, and nothing could be asked',
      checkOf('quick', 1, line('messages', seen('credential-rejected'))),
      checkOf('free', 2, skipped('alive')),
      true,
      'quick@1+2 credential-rejected | messages',
    ],
    [
      'the way was fine, and one of its lines is not',
      checkOf('full', 1, line('alive'), line('messages')),
      checkOf('free', 2, line('alive', seen('tls-untrusted'))),
      true,
      'full@1+2 tls-untrusted | alive messages',
    ],
  ];
  for (const [what, last, free, withCredential, expected] of table)
    it(what, () => {
      assert.equal(short(mergeFreeCheck(last, free, withCredential)), expected);
    });

  it('is the same when the same is found again', () => {
    const once = mergeFreeCheck(full, down, true);
    assert.deepEqual(mergeFreeCheck(once, down, true), once);
  });
});
