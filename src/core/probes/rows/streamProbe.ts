import { t } from '@vscode/l10n';
import { finding } from '../../causes/findings';
import type { Arrival, Reply, ResponseReply } from '../../answers/reply';
import { answerFinding, factsOf, problem, replyFinding, withVariant } from '../answers';
import { unanswered } from './messagesProbes';
import { probe, type Judged } from '../probe';
import { buildRequest } from '../providerRequest';
import type { Target } from '../target';

/** A stall is told from a slow model by waiting; nobody waits longer for a verdict. */
const STREAM_MS = 10_000;
/** Claude Code’s models say something, if only a ping, more often. */
const STALL_MS = 4000;
/** Long enough to see whether it flows. */
const TOKENS = 64;
/** A stream that is over sooner may have come in one piece by itself. */
const TELLING_MS = 300;
/** The part of the whole time in which everything arrives, when something has collected it. */
const AT_ONCE = 0.1;
/** What collects a stream passes it on in a few pieces, however many events it has. */
const FEW_PIECES = 3;
/** From here on, pauses between pieces that hold several events are noticed by whoever reads along. */
const COARSE_MS = 1500;

/** A stream, watched as it arrives. */
export const streamProbe = probe({
  id: 'stream',
  label: 'Streaming',
  asks: 'Do the events of a stream arrive one by one?',
  kind: 'http',
  after: ['messages', 'other-header'],
  paid: 1,
  tokens: TOKENS,
  timeoutMs: STREAM_MS,
  act: (target, done) => {
    const skip = unanswered(target, done);
    if (skip !== undefined) return skip;
    const request = buildRequest(target, {
      model: target.models[0].name,
      stream: true,
      body: {
        max_tokens: TOKENS,
        messages: [{ role: 'user', content: 'Count from 1 to 40, in digits, separated by spaces.' }],
      },
    });
    return {
      request: { ...request, headers: { ...request.headers, 'accept-encoding': 'gzip, deflate, br' } },
      watched: true,
    };
  },
  judge: judgeStream,
});

/** What the arrivals of a stream say; see {@link flowOf}. */
export function judgeStream(reply: Reply, target: Target): Judged {
  if (reply.kind === 'failure') return problem(replyFinding(reply, target) ?? finding('unknown', reply.code));
  const { arrivals = [], ended = 'complete' } = reply;
  const events = arrivals.reduce((sum, arrival) => sum + arrival.events, 0);
  const isStream = events > 0 || /event-stream|eventstream/i.test(reply.headers['content-type'] ?? '');
  if (ended === 'timeout' && isStalled(arrivals, reply.ms))
    return problem(
      withVariant(finding('response-buffered', stalledWords(reply, arrivals, events), factsOf(target)), 'stalled'),
    );
  if (ended === 'cut')
    return problem(
      finding(
        'stream-interrupted',
        t(events === 1 ? 'cut off after {count} event and {ms} ms' : 'cut off after {count} events and {ms} ms', {
          count: events,
          ms: Math.round(reply.ms),
        }),
        factsOf(target),
      ),
    );
  // Frames of Amazon's format are binary; that they arrive is what can be seen.
  const cutByUs = ended === 'timeout';
  const found =
    cutByUs || /vnd\.amazon\.eventstream/i.test(reply.headers['content-type'] ?? '')
      ? undefined
      : answerFinding(reply, target);
  if (found !== undefined) return problem(found);
  if (!isStream)
    return problem({
      ...withVariant(
        finding(
          'response-buffered',
          t('one message instead of a stream ({type})', { type: contentType(reply) }),
          factsOf(target),
        ),
        'ignored',
      ),
      severity: 'warning',
    });
  const flow = flowOf(arrivals, reply.ms, reply.unseenMs);
  const words = flowWords(reply, arrivals, events);
  if (flow === 'collected')
    return problem({
      ...withVariant(finding('response-buffered', words, factsOf(target)), 'collected'),
      severity: 'warning',
    });
  return { outcome: 'ok', detail: words };
}

/**
 * How a stream came: `collected` when all of it arrived at the end, `coarse` in few pieces with long pauses, `quick` when it
 * was over too soon to tell. `ms` is the whole time; `unseenMs` how long nobody had looked when the first piece was
 * seen: of what came in that time nobody can say that it came at once.
 */
export function flowOf(
  arrivals: readonly Arrival[],
  ms: number,
  unseenMs = 0,
): 'flowing' | 'collected' | 'coarse' | 'quick' {
  const [first] = arrivals;
  const last = arrivals.at(-1);
  if (first === undefined || last === undefined) return 'quick';
  const events = arrivals.reduce((sum, arrival) => sum + arrival.events, 0);
  if (
    first.ms - unseenMs >= TELLING_MS &&
    events >= 4 &&
    arrivals.length <= Math.max(FEW_PIECES, events / 4) &&
    last.ms - first.ms <= ms * AT_ONCE
  )
    return 'collected';
  if (ms - unseenMs < TELLING_MS) return 'quick';
  const pauses = arrivals.slice(1).map((arrival, index) => arrival.ms - (arrivals[index]?.ms ?? 0));
  return arrivals.length < events / 3 && Math.max(0, ...pauses) > COARSE_MS ? 'coarse' : 'flowing';
}

/** Silent for much longer than between any two pieces before; a slow model goes on. */
function isStalled(arrivals: readonly Arrival[], ms: number): boolean {
  const pauses = arrivals.slice(1).map((arrival, index) => arrival.ms - (arrivals[index]?.ms ?? 0));
  return ms - (arrivals.at(-1)?.ms ?? 0) >= Math.max(STALL_MS, 3 * Math.max(0, ...pauses));
}

function flowWords(reply: ResponseReply, arrivals: readonly Arrival[], events: number): string {
  const [first] = arrivals;
  const facts = { events, pieces: arrivals.length, first: Math.round(first?.ms ?? 0), ms: Math.round(reply.ms) };
  const words = {
    collected: t(
      facts.pieces === 1
        ? '{events} events in {pieces} piece after {first} ms: something buffers them'
        : '{events} events in {pieces} pieces after {first} ms: something buffers them',
      facts,
    ),
    coarse: t('{events} events in {pieces} pieces with long pauses, the first after {first} ms', facts),
    flowing:
      facts.pieces === 1
        ? t('everything in one piece after {first} ms', facts)
        : t('{events} events in {pieces} pieces, the first after {first} ms, the last after {ms} ms', facts),
    quick: t(
      events === 1
        ? '{events} event in {ms} ms: too fast to show whether it’s buffered'
        : '{events} events in {ms} ms: too fast to show whether they’re buffered',
      facts,
    ),
  }[flowOf(arrivals, reply.ms, reply.unseenMs)];
  const encoding = reply.headers['content-encoding'];
  const more = [
    ...(/event: ?ping|^:/m.test(reply.body) ? [t('keep-alive received')] : []),
    ...(encoding === undefined || !/^[\w, ]{1,30}$/.test(encoding) ? [] : [t('compressed ({encoding})', { encoding })]),
  ];
  return [words, ...more].join('; ');
}

function stalledWords(reply: ResponseReply, arrivals: readonly Arrival[], events: number): string {
  const last = arrivals.at(-1);
  if (last === undefined)
    return t('the answer started, then nothing arrived for {ms} ms', { ms: Math.round(reply.ms) });
  return t(
    events === 1
      ? 'after {count} event, nothing more arrived for {ms} ms'
      : 'after {count} events, nothing more arrived for {ms} ms',
    {
      count: events,
      ms: Math.round(reply.ms - last.ms),
    },
  );
}

function contentType({ headers }: ResponseReply): string {
  return /^[\w.+-]+\/[\w.+-]+/.exec(headers['content-type'] ?? '')?.[0] ?? t('no content type');
}
