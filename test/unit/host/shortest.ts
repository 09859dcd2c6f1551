import { hostOf } from '../../../src/core/claude/baseUrl';
import { rowOf, type Finding } from '../../../src/core/causes/findings';
import type { Credentials, ProbeRequest } from '../../../src/core/probes/probeRequest';
import { replyFinding } from '../../../src/core/probes/answers';
import { shortestRequest } from '../../../src/core/probes/rows/messagesProbes';
import type { Target } from '../../../src/core/probes/target';
import type { Reply } from '../../../src/core/answers/reply';
import { target } from '../core/probes/support';

/** The model that is asked. */
export const MODEL = 'claude-sonnet-4-6';

function targetAt(baseUrl: string, credentials: Credentials, version: string): Target {
  return target({
    baseUrl,
    url: `${baseUrl}/v1/messages?beta=true`,
    host: hostOf(baseUrl),
    credentials,
    models: [{ name: MODEL, use: 'the main model' }],
    version,
  });
}

/** The shortest request to a gateway, as a check sends it. */
export function shortest(baseUrl: string, credentials: Credentials, version = '1'): ProbeRequest {
  return shortestRequest(targetAt(baseUrl, credentials, version));
}

/** What its answer is; `accepted`: the credential is right all the same. */
export function judgeShortest(
  baseUrl: string,
  credentials: Credentials,
  reply: Reply,
): { readonly accepted: boolean; readonly found: Finding | undefined } {
  const found = replyFinding(reply, targetAt(baseUrl, credentials, '1'));
  return { accepted: found === undefined || rowOf(found).provesCredential === true, found };
}
