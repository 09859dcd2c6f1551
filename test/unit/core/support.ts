import { assess, type Assessment } from '../../../src/core/checks/assessment';
import { Secret } from '../../../src/core/words/secret';
import type { ClaudeState, Snapshot, SourceReading } from '../../../src/core/config/snapshot';
import type { SourceId, SurfaceId } from '../../../src/core/claude/sources';

/** A source that was read, with these variables. */
export function reading(
  id: SourceId,
  env: Readonly<Record<string, string>> = {},
  more: Partial<SourceReading> = {},
): SourceReading {
  const values = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, new Secret(value)]));
  return { id, location: undefined, outcome: { status: 'read' }, env: values, ...more };
}

/** A file that does not parse. */
export const BROKEN = {
  outcome: { status: 'malformed', message: 'a comma is missing', line: 3, column: 5 },
} as const satisfies Partial<SourceReading>;

/** A `.claude.json` with these answers to the question about an API key; each is the end of a key. */
export function stateWith({
  approved = [],
  declined = [],
}: {
  readonly approved?: readonly string[];
  readonly declined?: readonly string[];
}): ClaudeState {
  const secrets = (tails: readonly string[]): Secret[] => tails.map((tail) => new Secret(tail));
  return {
    location: '/home/me/.claude.json',
    outcome: { status: 'read' },
    approvedKeys: secrets(approved),
    declinedKeys: secrets(declined),
    folderTrusted: undefined,
    onboarded: true,
    account: false,
    consoleKey: false,
  };
}

/** What was read, on a trusted machine with Claude Code unless said otherwise. */
export function snapshotOf(readings: readonly SourceReading[], more: Partial<Snapshot> = {}): Snapshot {
  return { readings, trusted: true, claudeExtension: { version: '2.1.329', scope: 'machine' }, ...more };
}

/** One surface of a machine with these sources. */
export function assessed(
  readings: readonly SourceReading[],
  surface: SurfaceId = 'vscode-extension',
  more: Partial<Snapshot> = {},
): Assessment {
  return assess(snapshotOf(readings, more), surface);
}

/** Control characters and what changes the direction of text: nothing that is printed holds any. */
export const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
