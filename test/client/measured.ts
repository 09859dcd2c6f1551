import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SurfaceId } from '../../src/core/claude/sources';
import type { Sent } from './expectation';
import type { ClientVersion } from './install';
import type { World } from './world';

/** A world in which the real clients were run, and what each sent; null for nothing. */
export interface MeasuredWorld {
  readonly name: string;
  readonly world: World;
  /** `print` unless the client was told that VS Code had started it. */
  readonly surface?: SurfaceId;
  readonly sent: Readonly<Partial<Record<ClientVersion, Sent | null>>>;
}

/** The worlds that were measured, one JSON object a line. */
export const WORLDS_FILE = join(__dirname, '..', 'fixtures', 'worlds.jsonl');

/** Keeps a world in which the prediction was wrong, so that it is tried from then on without the client. */
export function keepWorld(measured: MeasuredWorld): void {
  appendFileSync(WORLDS_FILE, `${JSON.stringify(measured)}\n`);
}
