import type * as vscode from 'vscode';
import { parseCheck } from '../core/health/storedCheck';
import type { LastCheck } from '../core/probes/lastCheck';
import { STORED } from './ids';
import type { Log } from './log';

/** The last check, kept across sessions. It holds no secret. */
export class KeptCheck {
  /** As it is stored, and as it was read: every view asks for it repeatedly. */
  #stored: { readonly raw: unknown; readonly check: LastCheck | undefined } = { raw: undefined, check: undefined };

  constructor(
    private readonly memento: vscode.Memento,
    private readonly log: Log,
  ) {}

  async keep(check: LastCheck | undefined): Promise<void> {
    await this.memento.update(STORED.lastCheck, check);
  }

  /** The check that was kept, by whatever version of this extension. One that can’t be read is treated as none, and is logged once. */
  read(): LastCheck | undefined {
    const stored: unknown = this.memento.get(STORED.lastCheck);
    if (stored === undefined) return undefined;
    if (stored !== this.#stored.raw) {
      const read = parseCheck(stored);
      if (!read.ok)
        this.log.info(`The last check was written by another version or is damaged (${read.at}), and is ignored`);
      this.#stored = { raw: stored, check: read.ok ? read.value : undefined };
    }
    return this.#stored.check;
  }
}
