import { redactLine } from './redact';

/** Enough frames to find the place, enough causes to find the first one. */
const MOST = { frames: 12, causes: 5, branches: 3 } as const;
/** Characters of a line. */
const LONGEST = 500;

/**
 * An error for a log: what it says, where it arose, and everything that caused it. Each line is one line, bounded and free of these
 * secrets, whatever stands in a message.
 */
export function errorLines(error: unknown, secrets: readonly string[] = [], depth = 0): string[] {
  const line = (text: string): string => `${'  '.repeat(depth)}${redactLine(text, secrets, LONGEST)}`;
  const lead = depth === 0 ? '' : 'caused by ';
  if (!(error instanceof Error)) return [line(`${lead}${typeof error === 'string' ? error : 'something unknown'}`)];
  const {
    name,
    message,
    stack = '',
    cause,
    code,
    errors,
  } = error as Error & {
    readonly code?: unknown;
    readonly errors?: readonly unknown[];
  };
  // A message may hold lines that look like frames.
  const frames = stack.slice(Math.max(0, stack.indexOf(message)) + message.length).split('\n');
  const causes = [
    ...(cause === undefined ? [] : [cause]),
    ...(Array.isArray(errors) ? (errors as readonly unknown[]).slice(0, MOST.branches) : []),
  ];
  return [
    line(`${lead}${name}${typeof code === 'string' && !message.includes(code) ? ` (${code})` : ''}: ${message}`),
    ...frames
      .filter((frame) => /^\s+at /.test(frame))
      .slice(0, MOST.frames)
      .map((frame) => `  ${line(frame)}`),
    ...(depth === MOST.causes ? [] : causes.flatMap((one) => errorLines(one, secrets, depth + 1))),
  ];
}
