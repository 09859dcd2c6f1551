import { setTimeout as sleep } from 'node:timers/promises';
import { rowOf } from '../../src/core/causes/findings';
import { healthOf } from '../../src/core/health/health';
import { Secret } from '../../src/core/words/secret';
import { diagnose } from '../../src/host/run/diagnose';
import { assessWithBaseUrl } from '../../src/core/checks/enteredAssessment';
import { cleanEnvironment } from '../host/environment';
import { several } from './check';
import { SENTINEL, type Row, type Setting } from './row';
import { newSite } from './site';

/** How often each case is diagnosed. */
export const REPETITIONS = 20;

/** What a row came to, and how often. */
export interface Repeated {
  readonly id: string;
  /** `CAUSE/OWNER`, or `works`, with its number; one only when the verdict is always the same. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** The longest of them, in milliseconds. */
  readonly longest: number;
}

/** A verdict in one word: the first finding and who can mend it; notes do not count. */
export function verdictWord(
  findings: readonly { readonly cause: string; readonly owner: string; readonly severity: string }[],
): string {
  const first = findings.find(({ severity }) => severity !== 'note');
  return first === undefined ? 'works' : `${first.cause}/${first.owner}`;
}

/** The full diagnosis in this process, as the extension runs it. */
async function diagnosed({
  baseUrl,
  credential = 'ANTHROPIC_AUTH_TOKEN',
  env = {},
  settings,
  clientVersion,
}: Setting): Promise<string> {
  const all = { ...cleanEnvironment(), ...(credential === 'none' ? {} : { [credential]: SENTINEL }), ...env };
  const helper = (settings as { apiKeyHelper?: string } | undefined)?.apiKeyHelper;
  const assessment = assessWithBaseUrl(baseUrl, all, {
    entered: helper === undefined ? undefined : { kind: 'helper', credential: new Secret(helper) },
    model: undefined,
    clientVersion,
  });
  const last = await diagnose({ assessment, trusted: true, env: all, version: '0.0.0', scope: 'full' });
  return verdictWord(
    healthOf(assessment.request, assessment.findings, last, false).findings.map((found) => ({
      ...found,
      owner: rowOf(found).owner,
    })),
  );
}

/** Sets a row up once and diagnoses it again and again; what is about time side by side, so that it takes its time little more than once. */
export async function repeatRow(row: Row): Promise<Repeated> {
  const site = newSite();
  try {
    const setting = await row.make(site);
    const verdicts: Record<string, number> = {};
    let longest = 0;
    await several(
      Array.from({ length: REPETITIONS }, (_, index) => index),
      row.slow === true ? REPETITIONS : 1,
      async (index) => {
        // Some time apart: what waits is cheap, and what comes after the wait is not to come all at once.
        if (row.slow === true) await sleep(index * 500);
        const start = performance.now();
        const verdict = await diagnosed(setting);
        longest = Math.max(longest, performance.now() - start);
        verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
      },
    );
    return { id: row.id, verdicts, longest };
  } finally {
    await site.clear();
  }
}
