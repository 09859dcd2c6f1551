/** How many tests a section stands for: mocha's own count, or one for a section that is a single check. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** How a section went. */
export interface Outcome extends Counts {
  /** What went wrong, or with --verbose all there is to tell. Printed below the heading. */
  readonly details: string;
}

/** One row of the table of sections. */
export interface Section {
  /** What `npm test -- NAME` asks for; the part before a colon names a family. */
  readonly name: string;
  /** Sections without which this one cannot run: they come along when only this one is asked for. */
  readonly needs?: readonly string[];
  /** Sections with one word here that follow one another run at once: they mostly wait. */
  readonly together?: string;
  /** Why it cannot run on this machine; undefined where it can. */
  readonly skip?: string;
  readonly run: () => Promise<Outcome>;
  /** A file that it leaves, whose text is printed below the heading however it went. */
  readonly shows?: string;
}

/** A single check that went well. */
export function passed(details = ''): Outcome {
  return { passed: 1, failed: 0, skipped: 0, details };
}

/** A single check that did not. */
export function failed(details: string): Outcome {
  return { passed: 0, failed: 1, skipped: 0, details };
}

/** A single check that was left out, and why. */
export function skipped(details: string): Outcome {
  return { passed: 0, failed: 0, skipped: 1, details };
}
