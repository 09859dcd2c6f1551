import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { FilePlan } from '../../src/core/writing/connectionPlan';
import { replaceText } from '../host/replaceText';
import { underLock } from '../../src/host/files/healthFile';
import { prepareFiles } from '../../src/host/files/preparedFiles';
import { commitFiles } from '../../src/host/files/settingsWriter';
import { FileError } from '../../src/host/files/fileError';

/** A process among several that want the same lock or the same file; `contend.ts` starts it. */
const [role = '', folder = '', name = '', times = ''] = process.argv.slice(2);
const log = (line: string): void => {
  appendFileSync(path.join(folder, 'log'), `${line} ${name}\n`);
};

async function untilStarted(): Promise<void> {
  log('ready');
  while (!existsSync(path.join(folder, 'start'))) await sleep(2);
}

const ROLES: Readonly<Record<string, () => Promise<void>>> = {
  /** Goes in and out of the lock so many times. */
  async enters() {
    for (let done = 0; done < Number(times);) {
      const entered = await underLock(folder, async () => {
        log('enter');
        await sleep(Math.random() * 2);
        log('leave');
        return true;
      });
      if (entered === true) done += 1;
      else await sleep(Math.random() * 3);
    }
  },

  /** Goes in once, and is killed within. */
  async dies() {
    for (;;) {
      await underLock(folder, () => {
        log('enter');
        log('dies');
        process.kill(process.pid, 'SIGKILL');
        return new Promise(() => undefined);
      });
      await sleep(1);
    }
  },

  /** Writes long texts, each of one letter, until it is killed: after so many milliseconds, wherever it is then. */
  async writes() {
    new Worker(`setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${times})`, { eval: true });
    for (let index = 0; ; index++)
      await replaceText(path.join(folder, 'settings.json'), 'abc'.charAt(index % 3).repeat(600_000), 0o600);
  },

  /** Replaces the file by a long text, and tells how that ended. */
  async once() {
    await replaceText(path.join(folder, 'settings.json'), 'a'.repeat(600_000), 0o600).then(
      () => {
        log('done');
      },
      (error: unknown) => {
        if (!(error instanceof FileError)) throw error;
        log(`refused-${error.code}: ${error.message}`);
      },
    );
  },

  /** Sets so many variables, each with an edit of its own, as Connect and a fix do. A refusal is what a person would repeat. */
  async edits() {
    const file = path.join(folder, 'settings.json');
    for (let index = 0; index < Number(times); index++) {
      const plan: FilePlan = {
        path: file,
        label: '',
        dialect: 'json',
        steps: [{ kind: 'property', path: ['env', `${name}_${index}`], value: 'x' }],
        newFileMode: 0o600,
      };
      for (let tries = 1; ; tries++) {
        try {
          await commitFiles(await prepareFiles([plan], [], false));
          break;
        } catch (error) {
          if (tries >= 1000) throw error;
          log(`refused-${error instanceof FileError ? error.code : 'syntax'}`);
        }
      }
      log('done');
      if (process.env['PAUSE_MS'] !== undefined) await sleep(Number(process.env['PAUSE_MS']));
    }
  },

  /** Another program, which knows of no lock: adds a number to a list of the file every 25 ms, in its own way of writing. */
  async foreign() {
    const file = path.join(folder, 'settings.json');
    for (let index = 0; index < Number(times); index++) {
      const content = JSON.parse(readFileSync(file, 'utf8')) as { seen: number[] };
      const text = JSON.stringify({ ...content, seen: [...content.seen, index] });
      if (name === 'renames') {
        writeFileSync(`${file}.other`, text);
        renameSync(`${file}.other`, file);
      } else {
        writeFileSync(file, text);
      }
      log('done');
      await sleep(25);
    }
  },
};

void untilStarted().then(() => ROLES[role]?.());
