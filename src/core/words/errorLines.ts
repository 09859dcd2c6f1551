import { redactLine } from './redact';

/** Enough frames to find the place, enough causes to find the first one, and no more errors than that, however they point to one another. */
const MOST = { frames: 12, causes: 5, branches: 3, errors: 12 } as const;
/** Characters of a line. */
const LONGEST = 500;

/**
 * An error for a log: what it says, where it arose, and everything that caused it, each once. Each line is one line, bounded and
 * free of these secrets, whatever stands in a message. It never throws for a part that isn't text.
 */
export function errorLines(
  error: unknown,
  secrets: readonly string[] = [],
  depth = 0,
  seen = new Set<unknown>(),
): string[] {
  if (seen.has(error) || seen.size === MOST.errors) return [];
  seen.add(error);
  const line = (text: string): string => `${'  '.repeat(depth)}${redactLine(text, secrets, LONGEST)}`;
  const lead = depth === 0 ? '' : 'caused by ';
  if (!(error instanceof Error)) return [line(`${lead}${textOf(error) || 'something unknown'}`)];
  const { cause, errors, code: rawCode } = error as Error & { readonly code?: unknown; readonly errors?: unknown };
  const [name, message, stack, code] = [
    textOf(error.name),
    textOf(error.message),
    textOf(error.stack),
    textOf(rawCode),
  ];
  // A message may hold lines that look like frames.
  const frames = stack.slice(Math.max(0, stack.indexOf(message)) + message.length).split('\n');
  const causes = [
    ...(cause === undefined ? [] : [cause]),
    ...(Array.isArray(errors) ? (errors as readonly unknown[]).slice(0, MOST.branches) : []),
  ];
  return [
    line(`${lead}${name}${code === '' || message.includes(code) ? '' : ` (${code})`}: ${message}`),
    ...frames
      .filter((frame) => /^\s+at /.test(frame))
      .slice(0, MOST.frames)
      .map((frame) => `  ${line(frame)}`),
    ...(depth === MOST.causes ? [] : causes.flatMap((one) => errorLines(one, secrets, depth + 1, seen))),
  ];
}

function textOf(part: unknown): string {
  return typeof part === 'string' ? part : '';
}
