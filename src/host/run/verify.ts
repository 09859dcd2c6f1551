import { t } from '@vscode/l10n';
import type { CredentialKind } from '../../core/claude/credential';
import { rowOf, type Finding } from '../../core/causes/findings';
import type { RunEvent } from '../../core/probes/runner';
import type { Secret } from '../../core/words/secret';
import { diagnose } from './diagnose';
import { assessWithBaseUrl } from '../../core/checks/enteredAssessment';
import type { Environment } from '../../core/claude/sources';
import type { LastCheck } from '../../core/probes/lastCheck';

/** What every request of a check needs beside its target. `onStep` hears what is being waited for. */
export interface CheckContext {
  readonly env: Environment;
  /** Version of this extension, for the User-Agent. */
  readonly version: string;
  readonly signal?: AbortSignal;
  readonly onStep?: (what: string) => void;
  readonly onEvent?: (event: RunEvent) => void;
}

/** What the user entered. `credential` is the command when the kind is a helper. */
export interface Entered {
  readonly baseUrl: string;
  readonly kind: CredentialKind;
  readonly credential: Secret;
  readonly model?: string | undefined;
}

/** What verification showed; `kind` is the one that works, also when the user did not know. */
export type Verification =
  | {
      readonly accepted: true;
      readonly kind: Exclude<CredentialKind, 'unknown'>;
      readonly note?: Finding;
      readonly check: LastCheck;
    }
  | { readonly accepted: false; readonly finding: Finding; readonly check: LastCheck };

/**
 * Verifies what the user entered with the request that Claude Code’s first message would make; after a refusal, with what
 * tells its causes apart. Of unknown kind the other header counts too. Costs one token at most. @throws the abort reason.
 */
export async function verifyEntered(
  entered: Entered,
  { env, version, signal, onStep, onEvent }: CheckContext,
): Promise<Verification> {
  const check = await diagnose({
    assessment: assessWithBaseUrl(
      entered.baseUrl,
      {},
      {
        entered: { kind: entered.kind === 'unknown' ? 'bearer' : entered.kind, credential: entered.credential },
        model: entered.model,
      },
    ),
    trusted: true,
    env,
    version,
    signal,
    scope: 'quick',
    kindUnknown: entered.kind === 'unknown',
    onEvent: (event) => {
      onEvent?.(event);
      if (event.kind === 'started') onStep?.(event.label);
      if (event.kind === 'waiting') onStep?.(t('{what}, waiting for {host}', { what: event.label, host: event.what }));
    },
  });
  const [first] = check.findings.filter(({ severity }) => severity !== 'note');
  if (first !== undefined && rowOf(first).provesCredential !== true) return { accepted: false, finding: first, check };
  const note: Finding | undefined = first === undefined ? undefined : { ...first, severity: 'note' };
  return { accepted: true, kind: kindThatWorks(entered.kind, check), check, ...(note === undefined ? {} : { note }) };
}

function kindThatWorks(kind: CredentialKind, { probes }: LastCheck): Exclude<CredentialKind, 'unknown'> {
  if (kind !== 'unknown') return kind;
  return probes.some(({ id, outcome }) => id === 'other-header' && outcome === 'ok') ? 'api-key' : 'bearer';
}
