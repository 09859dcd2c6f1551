/** Runs in the clients' namespace: makes each failure, runs the client in it, and writes what it printed. Arguments: job file, result file. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PRACTICE_KEY } from '../gateway/credentials';
import { startPracticeGateway } from '../gateway/practice-gateway';
import { GATEWAY_PORT, PROXY_PORT, type Failure } from './failure';
import { FAILURES } from './failures';
import { makeWorld } from './predictWorld';
import { runToEnd } from './runToEnd';

/** What the process inside the namespace is told. */
export interface FailuresJob {
  readonly client: string;
  /** Names of failures. */
  readonly names: readonly string[];
}

/** What the client printed in a failure. */
export interface Printed {
  readonly name: string;
  /** null when it had to be killed. */
  readonly exitCode: number | null;
  /** What a person sees: standard output, then standard error; paths as if it were the home directory of a person. */
  readonly text: string;
  readonly ms: number;
}

const MANAGED = '/etc/claude-code';

/** Long enough for a busy machine; the client itself needs a second. */
const TIMEOUT_MS = 90_000;

/** A client that hangs has printed what it will by then. */
const HANG_MS = 8_000;

const SERVFAIL = 2;
const NXDOMAIN = 3;

/** Knows no name; of those in broken.test it does not even know that. */
async function resolver(): Promise<void> {
  const socket = createSocket('udp4');
  socket.on('message', (question, from) => {
    const code = question.includes('\x06broken\x04test') ? SERVFAIL : NXDOMAIN;
    socket.send(
      Buffer.concat([
        question.subarray(0, 2),
        Buffer.from([0x81, 0x80 | code]),
        question.subarray(4, 6),
        Buffer.alloc(6),
        question.subarray(12),
      ]),
      from.port,
      from.address,
    );
  });
  socket.bind(53, '127.0.0.1');
  await once(socket, 'listening');
}

/** A proxy that says the same to everybody. */
async function startProxy(said: string): Promise<() => void> {
  const proxy = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .once('data', () => socket.end(said === '' ? '' : `HTTP/1.1 ${said}\r\ncontent-length: 0\r\n\r\n`));
  });
  proxy.listen(PROXY_PORT, '127.0.0.1');
  await once(proxy, 'listening');
  return () => void proxy.close();
}

async function run(client: string, failure: Failure): Promise<Printed> {
  const scratch = mkdtempSync(join(tmpdir(), 'failure-'));
  const places = { home: scratch, folder: join(scratch, 'project'), managedDir: MANAGED };
  rmSync(MANAGED, { recursive: true, force: true });
  makeWorld({ files: failure.files ?? {}, env: {} }, places);
  mkdirSync(join(scratch, 'tmp'));
  const { misbehave } = failure;
  const gateway = await startPracticeGateway({ ...failure.gateway, port: GATEWAY_PORT });
  gateway.misbehave(
    misbehave === undefined || typeof misbehave === 'string'
      ? misbehave
      : { shows: failure.name, who: 'front', answer: misbehave },
  );
  const stopProxy = await startProxy(failure.proxy ?? '');
  const ca = join(scratch, 'company-ca.pem');
  writeFileSync(ca, gateway.ca ?? '');
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: scratch,
    TMPDIR: join(scratch, 'tmp'),
    CLAUDE_CODE_MAX_RETRIES: '0',
    ANTHROPIC_BASE_URL: gateway.url,
    ANTHROPIC_AUTH_TOKEN: PRACTICE_KEY,
    ...(failure.trusted === true ? { NODE_EXTRA_CA_CERTS: ca } : {}),
    ...failure.env,
  };
  const { exitCode, stdout, stderr, ms } = await runToEnd({
    command: client,
    args: ['-p', 'hi'],
    cwd: places.folder,
    env,
    timeoutMs: failure.hangs === true ? HANG_MS : TIMEOUT_MS,
  });
  await gateway.stop();
  stopProxy();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  const text = [stdout, stderr]
    .map((part) => part.trim())
    .filter(Boolean)
    .join('\n')
    .replaceAll(scratch, '/home/you');
  return { name: failure.name, exitCode, text, ms };
}

async function main(): Promise<void> {
  const [jobFile = '', resultFile = ''] = process.argv.slice(2);
  const { client, names } = JSON.parse(readFileSync(jobFile, 'utf8')) as FailuresJob;
  await resolver();
  for (const failure of FAILURES.filter(({ name }) => names.includes(name)))
    appendFileSync(resultFile, `${JSON.stringify(await run(client, failure))}\n`);
  process.exit(0);
}

void main();
