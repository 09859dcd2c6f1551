import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { Readable } from 'node:stream';
import { readLines } from '../../../src/host/terminal';

const CLI = path.join(__dirname, '..', '..', '..', 'src', 'cli.ts');

function run(args: readonly string[], input: string): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import=tsx', CLI, ...args], { env: process.env });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString(); });
    child.stderr.on('data', (chunk: Buffer) => { stderr += chunk.toString(); });
    child.on('error', reject);
    child.on('close', (code) => { resolve({ code, stdout, stderr }); });
    child.stdin.end(input);
  });
}

describe('explain as a program', () => {
  it('goes on after a bad line, says its number, and ends with 2', async () => {
    const lines = ['{"id":"a","kind":"client-text","text":"getaddrinfo ENOTFOUND x"}', '', '{bad', '{"id":"b","kind":"http","http":{"status":401}}'];
    const { code, stdout, stderr } = await run(['explain', '--jsonl'], `\ufeff${lines.join('\n')}\n`);
    assert.deepEqual(stdout.trimEnd().split('\n').map((line) => (JSON.parse(line) as { id: string }).id), ['a', 'b']);
    assert.match(stderr, /^line 3: .*\n$/);
    assert.equal(code, 2);
  });

  it('takes more than fits in memory buffers, line after line', async () => {
    const line = `{"id":"a","kind":"client-text","text":"getaddrinfo ENOTFOUND ${'x'.repeat(500)}"}\n`;
    const { code, stdout } = await run(['explain', '--jsonl'], line.repeat(4000));
    assert.deepEqual([stdout.trimEnd().split('\n').length, code], [4000, 0]);
  });

  it('ends with 1 for an error that is explained, with 0 for a good answer, with 2 for what it cannot read', async () => {
    const [error, good, bad] = await Promise.all([
      run(['explain'], 'getaddrinfo ENOTFOUND x'),
      run(['explain', '--http', '--json'], '{"status":200,"body":{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"text","text":"hi"}]}}'),
      run(['explain', '--http'], 'HTTP/1.1 401 No'),
    ]);
    assert.match(error.stdout, /^The address of /);
    assert.deepEqual([error.code, good.code, bad.code], [1, 0, 2]);
    assert.equal((JSON.parse(good.stdout) as { cause: unknown }).cause, null);
    assert.match(bad.stderr, /^Give one JSON object/);
  });
});

describe('the lines of a stream', () => {
  it('end at line feeds only, and characters may be divided between chunks', async () => {
    const text = 'a\u2028b\r\nümläut 😀\n\nlast';
    const bytes = Buffer.from(text);
    for (const size of [1, 2, 3, 100]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => bytes.subarray(index * size, (index + 1) * size));
      const lines: string[] = [];
      for await (const line of readLines(Readable.from(chunks))) lines.push(line);
      assert.deepEqual(lines, text.split('\n'), String(size));
    }
  });
});
