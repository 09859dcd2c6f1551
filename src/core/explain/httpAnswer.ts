import { isRecord } from '../text/json';
import type { ResponseReply } from '../answers/reply';

/** A status line as HTTP, curl -i and curl -v print it. 1xx comes before the answer, as does the word of a proxy that it is through. */
const STATUS_LINE =
  /^[ \t]{0,8}(?:<[ \t])?HTTP\/\d(?:\.\d)?[ \t]+(?!200[ \t]+[Cc]onnection [Ee]stablished)([2-5]\d\d)\b[^\n]*\n/gm;
const HEADER_LINE = /^[ \t]{0,8}(?:<[ \t]?)?([\w-]{1,80}):(.*)$/;
/** Nothing but the mark that curl -v puts in front of lines from the server. */
const EMPTY_LINE = /^[ \t]*(?:<[ \t]*)?$/;
/** Lines that curl -v adds. */
const CURL_NOTE = /^(?:[*>]|[{}] \[\d+ bytes data\])/;

/** No server sends that many; the lines after them are left out. */
const MOST_HEADERS = 500;

/** An HTTP answer that was pasted as text: status line, headers, an empty line, body. Of several, the last. Undefined when it is none. */
export function answerInText(text: string): ResponseReply | undefined {
  const source = text.replace(/\r\n?/g, '\n');
  const starts = [...source.matchAll(STATUS_LINE)];
  // Proxies and redirects answer first. A body may quote a status line, but seldom headers.
  const start =
    starts.findLast(({ index, 0: line }) => HEADER_LINE.test(lineAt(source, index + line.length))) ?? starts[0];
  if (start?.[1] === undefined) return undefined;
  const lines = source.slice(start.index + start[0].length).split('\n');
  const headers: Record<string, string> = {};
  let at = 0;
  for (; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (EMPTY_LINE.test(line)) {
      at += 1;
      break;
    }
    const [, name, value] = HEADER_LINE.exec(line) ?? [];
    if (name !== undefined && value !== undefined) {
      if (at < MOST_HEADERS) headers[name.toLowerCase()] = value.trim();
    } else if (!CURL_NOTE.test(line)) break;
  }
  const body = lines
    .slice(at)
    .filter((line) => !CURL_NOTE.test(line))
    .join('\n')
    .trim();
  return { kind: 'response', status: Number(start[1]), headers, body, ms: 0 };
}

/**
 * An HTTP answer from JSON: `{status, headers, body}`. The status may be a number in quotes, header names in any case,
 * headers may be missing, and the body may be a text or JSON itself. Undefined when there is no status.
 */
export function answerInJson(value: unknown): ResponseReply | undefined {
  if (!isRecord(value)) return undefined;
  const given = value['status'];
  const status =
    typeof given === 'number' || (typeof given === 'string' && /^\s*\d{3}\s*$/.test(given)) ? Number(given) : NaN;
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  const named = isRecord(value['headers']) ? Object.entries(value['headers']) : [];
  const headers = Object.fromEntries(
    named.flatMap(([name, content]) => {
      const text = headerText(content);
      return text === undefined ? [] : [[name.toLowerCase(), text]];
    }),
  );
  const body = value['body'] ?? '';
  return { kind: 'response', status, headers, body: typeof body === 'string' ? body : JSON.stringify(body), ms: 0 };
}

function lineAt(source: string, start: number): string {
  const end = source.indexOf('\n', start);
  return source.slice(start, end < 0 ? undefined : end);
}

/** Some tools give a list for a header that came twice. */
function headerText(content: unknown): string | undefined {
  if (Array.isArray(content)) return content.filter((part) => typeof part === 'string').join(', ');
  return typeof content === 'string' || typeof content === 'number' || typeof content === 'boolean'
    ? String(content)
    : undefined;
}
