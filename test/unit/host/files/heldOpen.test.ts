import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertWritable } from '../../../../src/host/files/writable';
import { replaceText } from '../../../host/replaceText';
import { FileError } from '../../../../src/host/files/fileError';
import { filesIn, folderForTests } from '../support';

describe('on Windows, a settings file that a program has open', () => {
  const at = folderForTests();
  const file = (): string => at('settings.json');
  // Elsewhere an open file can be replaced.
  before(function () {
    if (process.platform !== 'win32') this.skip();
  });

  /** Another process has the file open for so many milliseconds; returns when it has, with the waiting for its end. */
  async function heldFor(ms: number): Promise<() => Promise<unknown>> {
    const program =
      'const fs = require("fs"); const [file, ready, ms] = process.argv.slice(1); fs.openSync(file, "r"); fs.writeFileSync(ready, ""); setTimeout(() => {}, Number(ms));';
    const child = spawn(process.execPath, ['-e', program, file(), at('ready'), String(ms)], { stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    while (!existsSync(at('ready'))) await sleep(10);
    rmSync(at('ready'));
    return () => ended;
  }

  it('is replaced as soon as it is closed', async () => {
    writeFileSync(file(), 'a');
    const ended = await heldFor(500);
    await replaceText(file(), 'b', 0o600);
    assert.equal(readFileSync(file(), 'utf8'), 'b');
    await ended();
    assert.deepEqual(filesIn(at()), ['settings.json']);
  });

  it('also when that program is this one', async () => {
    writeFileSync(file(), 'a');
    const handle = openSync(file(), 'r');
    setTimeout(() => {
      closeSync(handle);
    }, 200);
    await replaceText(file(), 'b', 0o600);
    assert.equal(readFileSync(file(), 'utf8'), 'b');
  });

  it('and does not close soon is left as it is, and the refusal says why', async () => {
    writeFileSync(file(), 'a');
    const ended = await heldFor(8000);
    await assert.rejects(
      replaceText(file(), 'b', 0o600),
      (error) =>
        error instanceof FileError && error.code === 'in-use' && /^Another program has .* open/.test(error.message),
    );
    assert.equal(readFileSync(file(), 'utf8'), 'a');
    assert.deepEqual(filesIn(at()), ['settings.json']);
    await ended();
  });

  it('is refused when it has the read-only attribute', async () => {
    writeFileSync(file(), 'a');
    chmodSync(file(), 0o444);
    await assert.rejects(assertWritable(file()), (error) => error instanceof FileError && error.code === 'read-only');
    chmodSync(file(), 0o666);
  });
});
