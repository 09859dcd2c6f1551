import type { CauseId } from '../../src/core/causes/causes';

/** Who attacks, and what is in their hands. */
export const ATTACKERS = {
  repository: 'owns the opened folder and everything in it',
  gateway: 'owns the gateway, and answers what it likes',
  network: 'sits between this machine and the gateway, or owns the network',
  text: 'wrote a text, a link or an answer that somebody pastes or opens',
  home: 'can put a file into the home directory',
  account: 'has another user account on the same machine',
  extension: 'is another extension in the same VS Code',
  chance: 'is nobody: two programs at once, a crash, a full disk, a downgrade',
} as const satisfies Readonly<Record<string, string>>;

/** What must hold against each of them. */
export const PROMISES = {
  runs: 'runs nothing, and opens nothing, that the user has not seen and agreed to',
  credential: 'the credential goes to the agreed gateway, and is shown nowhere',
  asks: 'no request leaves that the user has not asked for',
  files: 'no file is lost, half-written or opened to others',
  alive: 'keeps answering, in bounded time and memory',
  truth: 'says nothing false with certainty',
} as const satisfies Readonly<Record<string, string>>;

/** Something to be undone after an attack, and a place for its files. */
export interface Lab {
  /** A new folder, with files by their path in it; gone after the attack. */
  folder(files?: Readonly<Record<string, string>>): string;
  /** Undone after the attack, last one first. */
  whenOver(undo: () => unknown): void;
}

/** A credential that is nowhere else: every other place that it turns up in is a leak. */
export const SENTINEL = 'sk-sentinel-Hc83VnQ0sYw6KdTf2LrB';

interface Attempt {
  readonly id: string;
  readonly attacker: keyof typeof ATTACKERS;
  readonly promise: keyof typeof PROMISES;
  /** What is tried, as a clause: "a settings file is a link to an endless device". */
  readonly tries: string;
  /** What comes of it: "refused by name, nothing is read". */
  readonly meets: string;
  /** The cause that the product names for it, if it names one. */
  readonly cause?: CauseId;
}

/** An attack that is tried here: `run` rejects when the promise does not hold. */
export interface TriedHere extends Attempt {
  readonly run: (lab: Lab) => Promise<void> | void;
}

/** An attack that needs a whole VS Code, another section or another system: the test that tries it, by file below `test/` and title. */
export interface TriedElsewhere extends Attempt {
  readonly seenIn: { readonly file: string; readonly title: string };
}

/** One row of the attack matrix. */
export type Attack = TriedHere | TriedElsewhere;
