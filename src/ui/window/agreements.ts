import { randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';
import type { Assessment } from '../../core/checks/assessment';
import type { Agreement } from '../../core/health/agreement';
import { agreedBy } from '../../core/health/backgroundChecks';
import { addAgreed, forgetAgreed, readAgreed } from '../../host/files/agreedFile';
import { STORED } from '../ids';
import type { Log } from '../log';

const KEY_BYTES = 32;

/**
 * What the user has agreed to on this machine by checks that went well. The list is a file of the machine that this window
 * works on; the key of its seal is in SecretStorage, on the machine in front of the user: a container that a repository
 * describes can contain files, but no seal.
 */
export class Agreements {
  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: Log,
  ) {}

  /** All of them. Never rejects: where they can’t be read, nothing is agreed to. */
  async all(): Promise<readonly Agreement[]> {
    const text = await this.#attempt(async () => this.context.secrets.get(STORED.agreementKey));
    const key = Buffer.from(text ?? '', 'hex');
    return key.length === KEY_BYTES ? readAgreed(this.#storage, key) : [];
  }

  /** Remembers what a check that went well was made with. Never rejects: at worst the user is asked again. */
  async add(assessment: Assessment): Promise<void> {
    const agreement = agreedBy(assessment);
    if (agreement !== undefined)
      await this.#attempt(async () => addAgreed(this.#storage, await this.#key(), agreement));
  }

  /** Forgets what concerns credentials in these files. Never rejects. */
  async forget(files: readonly string[]): Promise<void> {
    await this.#attempt(async () => forgetAgreed(this.#storage, await this.#key(), files));
  }

  get #storage(): string {
    return this.context.globalStorageUri.fsPath;
  }

  async #key(): Promise<Buffer> {
    const { secrets } = this.context;
    // Of two windows that make one at the same time, the last one wins.
    if ((await secrets.get(STORED.agreementKey)) === undefined)
      await secrets.store(STORED.agreementKey, randomBytes(KEY_BYTES).toString('hex'));
    const key = Buffer.from((await secrets.get(STORED.agreementKey)) ?? '', 'hex');
    if (key.length !== KEY_BYTES) throw new Error('the key of the seal is missing');
    return key;
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.log.error('The agreed addresses can’t be saved', error);
      return undefined;
    }
  }
}
