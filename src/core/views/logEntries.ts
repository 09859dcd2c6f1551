import type { Assessment } from '../checks/assessment';
import { variableRow } from '../claude/variables';
import type { SourceReading } from '../config/snapshot';
import type { Finding } from '../causes/findings';
import type { Health } from '../health/health';
import type { LastCheck } from '../probes/lastCheck';
import type { RunEvent } from '../probes/runner';
import { whole } from '../text/milliseconds';
import { printableHost } from '../words/facts';

/** What goes into the log for support: in English, so that it can be searched, and with ids instead of sentences. */
export interface LogEntry {
  /** `info`: a verdict, or a request that was refused; `debug`: what was read, what applies, what was sent; `error`: what failed. */
  readonly level: 'debug' | 'info' | 'error';
  readonly text: string;
  /** Lines that belong to it. */
  readonly more?: readonly string[];
}

/** Where values were read, and which variables are set there: no value. */
export function readingEntries(readings: readonly SourceReading[]): LogEntry[] {
  return readings
    .filter(({ outcome }) => outcome.status !== 'absent')
    .map(({ id, location, outcome, env }) => {
      // Any other name is whatever somebody wrote into a file.
      const names = Object.keys(env).filter((name) => variableRow(name) !== undefined);
      const place = location === undefined ? id : `${id} (${location})`;
      const how = 'message' in outcome ? `${outcome.status}, ${outcome.message}` : outcome.status;
      return debug(`Read ${place}: ${how}; ${listed(names)}`);
    });
}

/** Which source applies to what, on each surface. */
export function sourceEntries(assessments: readonly Assessment[]): LogEntry[] {
  return assessments.map(({ surface, request }) => {
    const { baseUrl, headers, willSend, reason } = request;
    const credentials = Object.entries({ authorization: headers.authorization, 'x-api-key': headers.xApiKey }).flatMap(
      ([name, origin]) =>
        origin === null ? [] : [`${name} from ${origin.source} (${origin.variable ?? origin.kind})`],
    );
    const address = `address from ${baseUrl.source} (${baseUrl.variable ?? 'none set'})`;
    const nothing = willSend ? [] : [`sends nothing (${reason ?? 'no reason'})`];
    return debug(`${surface}: ${[address, ...credentials, ...nothing].join('; ')}`);
  });
}

/** The verdict of this window. */
export function verdictEntry({ state, findings }: Health, { request }: Assessment): LogEntry {
  return info(`Verdict: ${printableHost(request.baseUrl.value)} ${state}; ${causesOf(findings)}`);
}

/** What a check does, as it goes on; undefined for what is not worth a line. */
export function eventEntry(event: RunEvent): LogEntry | undefined {
  if (event.kind === 'crashed') return { level: 'error', text: `Probe ${event.id} itself failed`, more: event.error };
  if (event.kind === 'finished') {
    const { id, outcome, findings = [], ms } = event.result;
    return debug(`Probe ${id}, ${outcome} after ${whole(ms)} ms: ${causesOf(findings)}`);
  }
  if (event.kind !== 'sent') return undefined;
  const { method, host, outcome, ms, error } = event.sent;
  // Behind a name like that of a credential, a colon would have the next word hidden.
  const text = `${method} ${host} → ${outcome} after ${whole(ms)} ms (${event.id})`;
  if (error !== undefined) return { level: 'error', text, more: error };
  return Number(outcome) < 300 ? debug(text) : info(text);
}

/** What a check has found. */
export function checkEntry({ scope, findings, probes, paidRequests, ms }: LastCheck): LogEntry {
  return info(
    `Check (${scope}): ${probes.length} probes, ${paidRequests} requests that may use tokens, ${whole(ms)} ms; ${causesOf(findings)}`,
  );
}

function causesOf(findings: readonly Finding[]): string {
  return listed([...new Set(findings.map(({ cause, certain }) => (certain ? cause : `${cause}?`)))]);
}

function listed(words: readonly string[]): string {
  return words.length === 0 ? 'nothing' : words.join(', ');
}

function debug(text: string): LogEntry {
  return { level: 'debug', text };
}

function info(text: string): LogEntry {
  return { level: 'info', text };
}
