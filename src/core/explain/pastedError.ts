import type { ErrorReading } from '../answers/errorReading';
import { answerInJson, answerInText } from './httpAnswer';
import { jsonIn } from '../text/json';
import { readAnswer, readErrorText } from '../answers/readAnswer';
import { hideSecrets, redact } from '../words/redact';
import { describeSecret } from '../words/secret';

/** No error is that long; what is cut off says nothing new. */
const LONGEST = 1024 * 1024;
/** What is shown of either end of a long text. */
const LONGEST_END = 64 * 1024;

/** A text that somebody wants to have explained, and what it is read as. */
export interface PastedError {
  /** Free of the known secrets, and of what looks like one. */
  readonly text: string;
  /** Undefined for a whole, good answer of the Messages API. */
  readonly reading: ErrorReading | undefined;
}

/**
 * Reads what was pasted: an error text, an HTTP answer with its status line and headers, or one as `{status, headers, body}`.
 * @param secrets credentials that are known on this machine
 */
export function readPasted(pasted: string, secrets: readonly string[] = []): PastedError {
  // Known secrets go first: evidence is cut to a line, and half a secret is not recognized any more.
  const text = hideSecrets(pasted, secrets).slice(0, LONGEST);
  if (isOneWord(text))
    return {
      text: describeSecret(text.trim()),
      reading: withEvidence(readErrorText(text), describeSecret(text.trim())),
    };
  const answer = answerInText(text) ?? answerInJson(parsed(text));
  return {
    text: redact(endsOf(text), secrets),
    reading: answer === undefined ? readErrorText(text) : readAnswer(answer, { facts: {}, secrets }),
  };
}

/** A long text is shown without its middle. The end begins with a line: half a credential looks like none. */
function endsOf(text: string): string {
  if (text.length <= 2 * LONGEST_END) return text;
  const end = text.slice(-LONGEST_END);
  const line = end.indexOf('\n');
  return `${text.slice(0, LONGEST_END)}${line < 0 ? '' : `\n…${end.slice(line)}`}`;
}

/** The first line that says something, to show what a source holds. One long word may be a credential, and is hidden. */
export function previewOf(text: string, secrets: readonly string[] = []): string {
  const shown = hideSecrets(text.slice(0, 20_000), secrets);
  if (isOneWord(shown)) return describeSecret(shown.trim());
  return (
    redact(shown, secrets)
      .split('\n')
      .map((line) => line.replace(/\s+/g, ' ').trim())
      .find((line) => /[\p{L}\p{N}]/u.test(line)) ?? ''
  );
}

/** A word of such a length that stands alone is more likely a credential than an error. `ENOTFOUND`, `invalid_api_key` and the like are none. */
function isOneWord(text: string): boolean {
  return /^[^\s{}<>]{12,}$/.test(text.trim()) && !/^(?:[A-Z]+(?:_[A-Z]+)*|[a-z]+(?:_[a-z]+)*)$/.test(text.trim());
}

function withEvidence(reading: ErrorReading, evidence: string): ErrorReading {
  return { ...reading, evidence };
}

function parsed(text: string): unknown {
  return text.trimStart().startsWith('{') ? jsonIn(text) : undefined;
}
