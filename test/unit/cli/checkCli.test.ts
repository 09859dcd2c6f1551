import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gatewayError } from '../../gateway/answer';
import type { Misbehaviour } from '../../gateway/misbehaviour';
import { startPracticeGateway, type PracticeGateway } from '../../gateway/practice-gateway';
import { cleanEnvironment } from '../../host/environment';
import { waitFor } from '../../host/waiting';
import { folderForTests } from '../host/support';

const CLI = path.join(__dirname, '..', '..', '..', 'src', 'cli.ts');
/** Looks like no credential, so that only who knows it can hide it. */
const KEY = 'sentinel.printed.by.the.command';
const TEAM = 'sentinel.of.the.custom.header';
/** Sent nowhere, and known to the gateway all the same. */
const OTHERS = ['sentinel.of.the.environment', 'sentinel.of.the.settings'] as const;

/** Repeats the credentials that it was sent, and more. */
const ECHO: Misbehaviour = {
  shows: 'a gateway that repeats in its refusal what it was sent',
  who: 'front',
  answer: ({ request: { headers } }) =>
    gatewayError(
      401,
      'authentication_error',
      `nobody knows ${headers['authorization'] ?? 'nothing'} ${headers['x-team'] ?? 'nothing'} ${OTHERS.join(' ')}`,
    ),
};

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('check as a program, where a command prints the credential', () => {
  const at = folderForTests();
  let gateway: PracticeGateway;
  let saidAtRequest: string | undefined;
  beforeEach(async () => {
    saidAtRequest = undefined;
    gateway = await startPracticeGateway({
      keys: [KEY],
      onRequest: () => {
        saidAtRequest ??= said();
      },
    });
    writeFileSync(at('key'), KEY);
    configure(`cp '${at('stderr')}' '${at('stderr-at-command')}'; cat '${at('key')}'`);
  });
  afterEach(() => gateway.stop());

  const said = (): string => readFileSync(at('stderr'), 'utf8');

  function configure(apiKeyHelper: string): void {
    mkdirSync(at('.claude'), { recursive: true });
    mkdirSync(at('project'), { recursive: true });
    writeFileSync(
      at('.claude', 'settings.json'),
      JSON.stringify({ env: { ANTHROPIC_BASE_URL: gateway.url, TEAM_SECRET: OTHERS[1] }, apiKeyHelper }),
    );
  }

  /** Standard error is a file, so that what was said can be read at any moment. */
  function start(...args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
    const stderr = openSync(at('stderr'), 'w');
    const child = spawn(
      process.execPath,
      ['--import=tsx', CLI, 'check', '--home', at(), '--cwd', at('project'), ...args],
      {
        env: { ...cleanEnvironment(), HOME: at(), ANTHROPIC_CUSTOM_HEADERS: `x-team: ${TEAM}`, TEAM_TOKEN: OTHERS[0] },
        stdio: ['ignore', 'pipe', stderr],
      },
    );
    closeSync(stderr);
    const ended = new Promise<Ended>((resolve, reject) => {
      let stdout = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
      });
      child.on('error', reject);
      child.on('close', (code) => {
        resolve({ code, stdout, stderr: said() });
      });
    });
    return { child, ended };
  }

  function assertHidden({ stdout, stderr }: Ended): void {
    assert.doesNotMatch(stdout + stderr, /sentinel/);
  }

  it('says the command as it is, whatever it looks like', async () => {
    configure(`password="$(cat '${at('key')}')"; printf %s "$password"${'\n'.repeat(50)}true`);
    const { code, stderr } = await start().ended;
    assert.equal(
      stderr,
      `This command will be run to get the credential: password="$(cat '${at('key')}')"; printf %s "$password"‹␊×50›true\n`,
    );
    assert.equal(code, 0);
  });

  it('does not run a command with a character that disguises it, and says so', async () => {
    configure(`: '\u001b]' ; touch '${at('ran')}' ; cat '${at('key')}' ; : '\u0007'`);
    const { code, stdout, stderr } = await start().ended;
    assert.equal(
      stderr,
      `The command that prints the credential won’t be run: it contains the invisible character ␛ (U+001B) at position 4, which can hide what the command does. The command: : '␛]' ; touch '${at('ran')}' ; cat '${at('key')}' ; : '␇'\n`,
    );
    assert.match(
      stdout,
      /^The command that prints the credential wasn’t run because it contains invisible characters\. You: check apiKeyHelper where it’s set/,
    );
    assert.deepEqual([code, existsSync(at('ran'))], [1, false]);
    assert.ok(gateway.requests.every(({ headers }) => !JSON.stringify(headers).includes(KEY)));
  });

  it('runs a relative command in the home directory, and in the folder only when that is trusted', async () => {
    for (const [folder, credential] of [
      ['', KEY],
      ['project', 'key-of-the-repository'],
    ] as const) {
      mkdirSync(at(folder, 'bin'), { recursive: true });
      writeFileSync(at(folder, 'bin', 'get-key.sh'), `#!/bin/sh\nprintf %s ${credential}\n`, { mode: 0o755 });
    }
    configure('bin/get-key.sh');
    const sent = (): string[] => gateway.requests.flatMap(({ headers }) => headers['authorization'] ?? []);
    assert.equal((await start().ended).code, 0);
    assert.ok(sent().length > 0 && !sent().includes('Bearer key-of-the-repository'));
    assert.equal((await start('--trust-folder').ended).code, 1);
    assert.ok(sent().includes('Bearer key-of-the-repository'));
  });

  it('says the command before it is run, and nothing of costs', async () => {
    const ended = await start().ended;
    const line = /^This command will be run to get the credential: cp '.*'; cat '.*key'\n$/;
    assert.match(readFileSync(at('stderr-at-command'), 'utf8'), line);
    assert.match(saidAtRequest ?? '', line);
    assert.match(ended.stderr, line);
    assert.deepEqual(
      [ended.code, ended.stdout.split('\n')[0]],
      [0, `Connected to 127.0.0.1:${gateway.port}. No action needed.`],
    );
    assert.ok(
      gateway.requests.some(
        ({ headers }) => headers['authorization'] === `Bearer ${KEY}` && headers['x-team'] === TEAM,
      ),
    );
    assertHidden(ended);
  });

  for (const scope of [[], ['--full']]) {
    it(`${['check', ...scope].join(' ')} --json: standard output is JSON and nothing else, the command is on standard error first`, async () => {
      const ended = await start('--json', ...scope).ended;
      const { healthy, probes } = JSON.parse(ended.stdout) as {
        readonly healthy: unknown;
        readonly probes: readonly { readonly id: string }[];
      };
      assert.deepEqual([healthy, ended.code], [true, 0]);
      assert.ok(probes.some(({ id }) => id === 'helper'));
      assert.match(readFileSync(at('stderr-at-command'), 'utf8'), /^This command will be run to get the credential: /m);
      assert.equal(/may use tokens/.test(readFileSync(at('stderr-at-command'), 'utf8')), scope.length > 0);
      assertHidden(ended);
    });

    it(`${['check', ...scope].join(' ')}: shows no credential, also when the gateway repeats it`, async () => {
      gateway.misbehave(ECHO);
      for (const form of [[], ['--json']]) {
        const ended = await start(...scope, ...form).ended;
        assert.match(ended.stdout, /nobody knows/);
        assert.equal(ended.code, 1);
        assertHidden(ended);
      }
    });
  }

  it('Ctrl+C ends it while the gateway hangs, with exit code 2', async () => {
    gateway.misbehave('hang');
    const { child, ended } = start();
    await waitFor('a request', () => gateway.requests.length > 0);
    const before = performance.now();
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    assert.ok(performance.now() - before < 10_000, 'long before the request would have been given up');
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /\nStopped\.\n$/);
  });

  it('Ctrl+C ends the command too', async () => {
    configure(`sleep 50 & echo $! > '${at('pid')}'; wait`);
    const { child, ended } = start();
    await waitFor('the command', () => readFileSync(at('pid'), 'utf8').endsWith('\n'));
    const before = performance.now();
    child.kill('SIGINT');
    assert.equal((await ended).code, 2);
    assert.ok(performance.now() - before < 10_000, 'long before the command would have been given up');
    const pid = Number(readFileSync(at('pid'), 'utf8'));
    await waitFor('the end of what the command started', () => !isRunning(pid), 20_000);
    assert.deepEqual(gateway.requests, []);
  });
});

/** Whether a process is there and not just waiting to be collected. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
