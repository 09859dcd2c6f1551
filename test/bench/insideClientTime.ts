/** Runs in a namespace of its own: makes each fault, and diagnoses it or runs the real client in it. Arguments: job file, result file. */
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../src/core/words/secret';
import { diagnose } from '../../src/host/run/diagnose';
import { assessWithBaseUrl } from '../../src/core/checks/enteredAssessment';
import { GATEWAY_PORT, PROXY_PORT } from '../client/failure';
import { runToEnd } from '../client/runToEnd';
import { PRACTICE_KEY } from '../gateway/credentials';
import { PRACTICE_MODELS } from '../gateway/models';
import { startPracticeGateway } from '../gateway/practice-gateway';
import { FAULTS, type ClientTimeJob, type Fault, type Told } from './clientTime';

const NXDOMAIN = 3;

/** An interface that leads nowhere, of a network that is nobody's: without one the machine counts as offline, and no name is to blame. */
const NETWORK =
  'PATH="$PATH:/usr/sbin:/sbin"; ip link add net0 type veth peer name net1; ip addr add 192.0.2.1/24 dev net0; ip link set net0 up; ip link set net1 up';

/** Knows no name. */
async function resolver(): Promise<void> {
  const socket = createSocket('udp4');
  socket.on('message', (question, from) => {
    socket.send(
      Buffer.concat([
        question.subarray(0, 2),
        Buffer.from([0x81, 0x80 | NXDOMAIN]),
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

/** A proxy that lets nobody through. */
async function refusingProxy(): Promise<void> {
  const proxy = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .once('data', () => socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n'));
  });
  proxy.listen(PROXY_PORT, '127.0.0.1');
  await once(proxy, 'listening');
}

async function diagnosed({ name, baseUrl, env = {} }: Fault): Promise<Told> {
  const assessment = assessWithBaseUrl(baseUrl, env, {
    entered: { kind: 'bearer', credential: new Secret(PRACTICE_KEY) },
    model: PRACTICE_MODELS[0],
  });
  const {
    findings: [first],
    ms,
  } = await diagnose({ assessment, trusted: true, env, version: '0.0.0', scope: 'full' });
  return { name, ms, ...(first === undefined ? {} : { said: first.cause }) };
}

async function met(command: string, { name, baseUrl, env = {} }: Fault, timeoutMs: number): Promise<Told> {
  const home = mkdtempSync(join(tmpdir(), 'client-time-'));
  const [project, tmp] = [join(home, 'project'), join(home, 'tmp')];
  for (const folder of [project, tmp]) mkdirSync(folder);
  const { stdout, stderr, ms } = await runToEnd({
    command,
    args: ['-p', 'hi'],
    cwd: project,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      TMPDIR: tmp,
      ANTHROPIC_BASE_URL: baseUrl,
      ANTHROPIC_AUTH_TOKEN: PRACTICE_KEY,
      ...env,
    },
    timeoutMs,
  });
  rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  const said = `${stdout}\n${stderr}`.trim();
  return { name, ms, ...(said === '' ? {} : { said }) };
}

async function main(): Promise<void> {
  const [jobFile = '', resultFile = ''] = process.argv.slice(2);
  const { client, names, longestMs } = JSON.parse(readFileSync(jobFile, 'utf8')) as ClientTimeJob;
  execFileSync('sh', ['-ec', NETWORK], { stdio: ['ignore', 'ignore', 'inherit'] });
  await resolver();
  await refusingProxy();
  for (const fault of FAULTS.filter(({ name }) => names.includes(name))) {
    const gateway = await startPracticeGateway({ ...fault.gateway, port: GATEWAY_PORT });
    gateway.misbehave(fault.misbehave);
    const told = client === undefined ? await diagnosed(fault) : await met(client, fault, longestMs);
    await gateway.stop();
    appendFileSync(resultFile, `${JSON.stringify(told)}\n`);
  }
  process.exit(0);
}

void main();
