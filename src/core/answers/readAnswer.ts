import { t } from '@vscode/l10n';
import type { Facts } from '../causes/facts';
import type { NextStepId } from '../causes/nextSteps';
import { HEADER_LABEL, VARIABLE_OF_HEADER, type HeaderChoice } from '../claude/credential';
import { clipLine, redactLine } from '../words/redact';
import { describeAnswer, isPage, judgeSuccess } from './answerBody';
import { CERTAIN, type AnswerContext, type ErrorReading } from './errorReading';
import { prepareText } from './errorText';
import { matchesOf, strongest, type Evidence, type Match } from './matches';
import type { ResponseReply } from './reply';
import { SURE, type ErrorRule } from './rules/errorRule';
import { speakerOf } from './speaker';
import { doubtOf, ranked, weighed } from './weights';

/** What an error text says: what Claude Code printed, a log, or an answer that was pasted. Never fails; linear time on any text. */
export function readErrorText(text: string, secrets: readonly string[] = []): ErrorReading {
  if (/^\s*\{.{0,300}"type":\s?"message"/s.test(text.slice(0, 400)))
    return {
      candidates: [{ cause: 'unknown', confidence: 0.5 }],
      evidence: t('a Messages API message'),
      speaker: 'provider',
      facts: {},
      decides: ['whole-answer'],
    };
  const evidence = { ...prepareText(text, secrets), whole: false };
  return read(evidence, {}, undefined, doubtOf(evidence));
}

/** What an answer says; undefined when it is a message of the Messages API. Never fails; linear time on any body. */
export function readAnswer(reply: ResponseReply, context: AnswerContext): ErrorReading | undefined {
  const { status } = reply;
  if (status >= 200 && status < 300) {
    const judged = judgeSuccess(reply, context);
    if (judged !== 'read') return judged;
  }
  const prepared = prepareText(reply.body, context.secrets);
  const location = reply.headers['location'];
  const headers = Object.entries(reply.headers)
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .join('\n');
  const html = isPage(reply.headers, prepared.html);
  const target = location === undefined ? undefined : redactLine(location.replace(/[?#].*/, ''), context.secrets, 120);
  const known = { ...context.facts, status: String(status), ...(target === undefined ? {} : { location: target }) };
  if (status >= 300 && status < 400) {
    const evidence = t('HTTP {status} redirect to {location}', { status, location: target ?? t('another address') });
    return {
      candidates: [{ cause: 'redirected', confidence: SURE }],
      evidence,
      ...speakerOf(undefined, headers, prepared.flat, html),
      facts: known,
      decides: [],
    };
  }
  // Nobody has wrapped it.
  const text = { ...prepared, joined: undefined, headers, html, status, whole: true };
  const reading = read(text, known, context.sent);
  return { ...reading, evidence: describeAnswer(reply, html, reading, context.secrets) };
}

function read(text: Evidence, facts: Facts, sent: HeaderChoice | undefined, doubt = 1): ErrorReading {
  const { matches, words } = matchesOf(text, sent);
  const { weights, decides } = weighed(matches, text);
  const candidates = ranked(weights, doubt);
  const first = strongest(matches);
  const [top] = candidates;
  const certain = top.confidence >= CERTAIN;
  const rule = matches.find((match) => match.rule.cause === top.cause)?.rule;
  return {
    candidates,
    evidence: evidenceIn(words, matches.find((match) => match.rule === rule) ?? first),
    ...speakerOf(first?.rule.from, text.headers, text.flat, text.html),
    facts: { ...facts, ...(text.status === undefined ? {} : { status: String(text.status) }), ...headerFacts(rule) },
    decides: certain
      ? []
      : [...new Set<NextStepId>(decides.length === 0 ? ['whole-answer', 'check-connection'] : decides)],
  };
}

/** The words around what decided, as they stand in the text, which is redacted already. */
function evidenceIn(words: string, match: Match | undefined): string {
  if (match === undefined || match.rule.where === 'headers') return clipLine(words, 200);
  const start = match.at <= 80 ? 0 : words.indexOf(' ', match.at - 80) + 1 || match.at;
  const from = Math.min(start, match.at);
  return clipLine(`${from > 0 ? '…' : ''}${words.slice(from, from + 400)}`, 240);
}

/** A finding about the header says which one was sent and which one is read. */
function headerFacts(rule: ErrorRule | undefined): Facts {
  if (rule?.asksFor === undefined) return {};
  const sent = rule.asksFor === 'bearer' ? 'x-api-key' : 'bearer';
  return {
    expectedHeader: HEADER_LABEL[rule.asksFor],
    sentHeader: HEADER_LABEL[sent],
    expectedVariable: VARIABLE_OF_HEADER[rule.asksFor],
  };
}
