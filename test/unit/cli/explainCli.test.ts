import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { Readable } from 'node:stream';
import { LONGEST_LINE_MB, readLines } from '../../../src/host/run/terminal';

const CLI = path.join(__dirname, '..', '..', '..', 'src', 'cli.ts');

function run(
  args: readonly string[],
  input: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import=tsx', CLI, ...args], { env: { ...process.env, ...env } });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
    child.stdin.end(input);
  });
}

describe('explain as a program', () => {
  it('goes on after a bad line, says its number, and ends with 2', async () => {
    const lines = [
      '{"id":"a","kind":"client-text","text":"getaddrinfo ENOTFOUND x"}',
      '',
      '{bad',
      '{"id":"b","kind":"http","http":{"status":401}}',
    ];
    const { code, stdout, stderr } = await run(['explain', '--jsonl'], `\ufeff${lines.join('\n')}\n`);
    assert.deepEqual(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { id: string }).id),
      ['a', 'b'],
    );
    assert.match(stderr, /^line 3: .*\n$/);
    assert.equal(code, 2);
  });

  it('goes on after a line that is nested too deeply, and after one that is too long', async () => {
    const deep = `{"id":"a","kind":"http","http":{"status":401,"body":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`;
    const { code, stdout, stderr } = await run(
      ['explain', '--jsonl'],
      [deep, 'x'.repeat(9 * 1024 * 1024), '{"id":"b","kind":"http","http":{"status":401}}', ''].join('\n'),
    );
    assert.equal(
      stderr,
      'line 1: The JSON is nested more than 500 levels deep (line 1, column 551).\nline 2: too long, at most 8 MB\n',
    );
    assert.deepEqual([(JSON.parse(stdout) as { id: string }).id, code], ['b', 2]);
  });

  it('does not take --http and --jsonl together', async () => {
    const { code, stdout, stderr } = await run(
      ['explain', '--http', '--jsonl'],
      '{"id":"b","kind":"http","http":{"status":401}}\n',
    );
    assert.match(stderr, /^Use --http or --jsonl, not both/);
    assert.deepEqual([stdout, code], ['', 2]);
  });

  it('takes more than fits in memory buffers, line after line', async () => {
    const line = `{"id":"a","kind":"client-text","text":"getaddrinfo ENOTFOUND ${'x'.repeat(500)}"}\n`;
    const { code, stdout } = await run(['explain', '--jsonl'], line.repeat(4000));
    assert.deepEqual([stdout.trimEnd().split('\n').length, code], [4000, 0]);
  });

  it('ends with 1 for an error that is explained, with 0 for a good answer, with 2 for what it cannot read', async () => {
    const [error, good, bad] = await Promise.all([
      run(['explain'], 'getaddrinfo ENOTFOUND x'),
      run(
        ['explain', '--http', '--json'],
        '{"status":200,"body":{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"text","text":"hi"}]}}',
      ),
      run(['explain', '--http'], 'HTTP/1.1 401 No'),
    ]);
    assert.match(error.stdout, /^DNS can’t find /);
    assert.deepEqual([error.code, good.code, bad.code], [1, 0, 2]);
    assert.equal((JSON.parse(good.stdout) as { cause: unknown }).cause, null);
    assert.match(bad.stderr, /^Standard input must be one JSON object/);
  });

  it('shows no credential of its environment, however it came', async () => {
    const env = {
      ANTHROPIC_AUTH_TOKEN: 'Bearer sentinelone',
      ANTHROPIC_CUSTOM_HEADERS: 'x-team: sentineltwo',
      LLM_GATEWAY_CREDENTIAL: 'sentinelthree',
    };
    const said = 'API Error: 401 nobody knows sentinelone, sentineltwo or sentinelthree';
    const http = { status: 401, body: { error: { message: said } } };
    const outputs = await Promise.all([
      run(['explain', '--json'], said, env),
      run(['explain', said], '', env),
      run(['explain', '--http', '--json'], JSON.stringify(http), env),
      run(
        ['explain', '--jsonl'],
        `${JSON.stringify({ id: 'a', kind: 'client-text', text: said })}\n${JSON.stringify({ id: 'b', kind: 'http', http })}\n`,
        env,
      ),
    ]);
    for (const { stdout, stderr } of outputs) {
      assert.match(stdout, /nobody knows ‹hidden›/);
      assert.doesNotMatch(stdout + stderr, /sentinel/);
    }
  });
});

describe('the lines of a stream', () => {
  it('end at line feeds only, and characters may be divided between chunks', async () => {
    const text = 'a\u2028b\r\nümläut 😀\n\nlast';
    const bytes = Buffer.from(text);
    for (const size of [1, 2, 3, 100]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      );
      const lines: (string | undefined)[] = [];
      for await (const line of readLines(Readable.from(chunks))) lines.push(line);
      assert.deepEqual(lines, text.split('\n'), String(size));
    }
  });

  it('are 8 MB at most; a longer one is undefined, is not kept, and takes linear time', async () => {
    const longest = LONGEST_LINE_MB * 1024 * 1024;
    const read = async (text: string, size: number): Promise<(string | undefined)[]> => {
      const bytes = Buffer.from(text);
      const chunks = function* (): Generator<Buffer> {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      };
      const lines: (string | undefined)[] = [];
      for await (const line of readLines(Readable.from(chunks()))) lines.push(line);
      return lines;
    };
    assert.deepEqual(
      (await read(`${'x'.repeat(longest)}\n${'x'.repeat(longest + 1)}\nb\n`, 65_536)).map((line) => line?.length),
      [longest, undefined, 1, 0],
    );
    const start = process.cpuUsage();
    assert.equal((await read('x'.repeat(longest), 512))[0]?.length, longest);
    assert.ok(process.cpuUsage(start).user < 3_000_000);
  });
});
