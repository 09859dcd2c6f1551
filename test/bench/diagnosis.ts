import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { credentialsFor } from '../../src/core/probes/probeRequest';
import { Secret } from '../../src/core/words/secret';
import { diagnose, type DiagnosisOptions } from '../../src/host/run/diagnose';
import { assessWithBaseUrl } from '../../src/core/checks/enteredAssessment';
import { PRACTICE_KEY } from '../gateway/credentials';
import { PRACTICE_MODELS } from '../gateway/models';
import { startPracticeGateway, type PracticeGateway } from '../gateway/practice-gateway';
import { median, sideBySide, timed } from './median';
import { shortest } from '../unit/host/shortest';
import type { LastCheck } from '../../src/core/probes/lastCheck';

/** How long a model takes for its first token at best. */
const UPSTREAM_MS = 300;
const FULL_RUNS = 5;

const [MODEL = ''] = PRACTICE_MODELS;

/** What a check of this gateway is told. */
function optionsFor({ url }: PracticeGateway, scope: DiagnosisOptions['scope']): DiagnosisOptions {
  const entered = { kind: 'bearer', credential: new Secret(PRACTICE_KEY) } as const;
  return {
    assessment: assessWithBaseUrl(url, {}, { entered, model: MODEL, clientVersion: '2.1.329' }),
    trusted: true,
    env: {},
    version: '0.0.0',
    scope,
  };
}

/** A gateway that behaves is said to be healthy; anything else makes the figures worthless. */
async function healthy(options: DiagnosisOptions): Promise<LastCheck> {
  const check = await diagnose(options);
  const [found] = check.findings;
  if (found !== undefined) throw new Error(`a healthy gateway was said to have ${found.cause}: ${found.evidence}`);
  return check;
}

/** The request of the quick check by curl; the key stands in no argument. */
async function curl({ url }: PracticeGateway): Promise<void> {
  const request = shortest(url, credentialsFor('bearer', new Secret(PRACTICE_KEY)), '0.0.0');
  const headers = Object.entries({ ...request.headers, authorization: `Bearer ${PRACTICE_KEY}` }).map(
    ([name, value]) => `header = ${JSON.stringify(`${name}: ${value}`)}`,
  );
  const child = spawn('curl', ['--silent', '--config', '-', request.url], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end([...headers, `data-raw = ${JSON.stringify(request.body)}`].join('\n'));
  const [answer, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number | null]>]);
  if (code !== 0 || !answer.includes('"type":"message"'))
    throw new Error(`curl ended with ${String(code)}: ${answer.slice(0, 200)}`);
}

/** The quick check beside curl with the same request, in turn, where the upstream takes its time. Medians, in ms. */
export async function benchQuickCheck(rounds: number): ReturnType<typeof sideBySide> {
  const gateway = await startPracticeGateway();
  gateway.misbehave('slow-headers', { ms: UPSTREAM_MS });
  const options = optionsFor(gateway, 'quick');
  try {
    return await sideBySide(
      rounds,
      () => healthy(options),
      () => curl(gateway),
    );
  } finally {
    await gateway.stop();
  }
}

/** The full diagnosis of a healthy gateway on loopback: its median in ms, and what it asked. */
export async function benchFullDiagnosis(): Promise<{
  readonly ms: number;
  readonly probes: number;
  readonly paid: number;
}> {
  const gateway = await startPracticeGateway();
  const options = optionsFor(gateway, 'full');
  try {
    const { probes: checks, paidRequests } = await healthy(options);
    const times: number[] = [];
    for (let run = 0; run < FULL_RUNS; run++) times.push(await timed(() => healthy(options)));
    return { ms: median(times), probes: checks.length, paid: paidRequests };
  } finally {
    await gateway.stop();
  }
}
