import { bytesOf, json, sendPieces, type Answer } from '../answer';
import type { Misbehaviour, Turn } from '../misbehaviour';

const OPENAI_REPLY = {
  id: 'chatcmpl-practice',
  object: 'chat.completion',
  created: 1767225600,
  model: 'gpt-fake',
  choices: [{ index: 0, message: { role: 'assistant', content: 'connected' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11 },
};

/** One byte at a time: enough to keep an idle timer from ever running out. */
async function drip({ reply, usual, settings, gone }: Turn): Promise<undefined> {
  const answer = usual();
  reply.writeHead(answer.status, answer.headers);
  const bytes = bytesOf(answer);
  await sendPieces(
    reply,
    Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)),
    settings.ms ?? 1000,
    gone,
  );
  reply.end();
}

/** A body without end, as fast as the client reads it. */
function endless({ reply, gone }: Turn): undefined {
  reply.writeHead(200, { 'content-type': 'application/json' });
  const chunk = 'a'.repeat(64 * 1024);
  const more = (): void => {
    if (gone.aborted) return;
    if (reply.write(chunk)) setImmediate(more);
    else reply.once('drain', more);
  };
  reply.write('{"type":"message","content":[{"type":"text","text":"');
  more();
}

/** Half of the usual answer, then the connection breaks. */
async function cut({ reply, usual, gone }: Turn): Promise<undefined> {
  const answer = usual();
  const bytes = bytesOf(answer);
  reply.writeHead(answer.status, answer.headers);
  await new Promise<void>((written) => {
    gone.addEventListener('abort', () => {
      written();
    });
    reply.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
      written();
    });
  });
  reply.destroy();
}

/** The first events of a stream as usual; nothing follows. Answers that are no streams are given in full. */
async function begun({ reply, usual, settings, gone }: Turn): Promise<Answer | undefined> {
  const answer = usual();
  if (typeof answer.body === 'string' || answer.body instanceof Uint8Array) return answer;
  reply.writeHead(answer.status, answer.headers);
  await sendPieces(reply, answer.body.slice(0, settings.events ?? 4), settings.ms ?? 5, gone);
  return undefined;
}

async function cutStream(turn: Turn): Promise<Answer | undefined> {
  const whole = await begun(turn);
  // A moment later: what is still on its way when a connection breaks may be lost with it.
  if (whole === undefined) setTimeout(() => turn.reply.destroy(), 100);
  return whole;
}

async function slow({ usual, settings, gone }: Turn): Promise<Answer> {
  await new Promise<void>((over) => {
    const timer = setTimeout(over, settings.ms ?? 2000);
    gone.addEventListener('abort', () => {
      clearTimeout(timer);
      over();
    });
  });
  return usual();
}

/** The usual stream in one piece after the time it would have taken, as nginx does with proxy_buffering on. */
async function buffered(turn: Turn): Promise<Answer> {
  const answer = await slow({ ...turn, settings: { ms: turn.settings.ms ?? 50 } });
  return { ...answer, body: bytesOf(answer) };
}

/** Bodies and connections that go wrong: not a message, not JSON, too slow, too long, cut off. */
export const BODIES = {
  'empty-200': {
    shows: 'a middle box that answers 200 with nothing',
    who: 'front',
    answer: { status: 200, headers: { 'content-type': 'application/json' }, body: '' },
  },
  'openai-json': {
    shows: 'a gateway that answers in the OpenAI format',
    who: 'upstream',
    answer: json(200, OPENAI_REPLY),
  },
  'malformed-json': {
    shows: 'JSON that ends too early',
    who: 'upstream',
    answer: {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"id":"msg_01Practice","type":"message","content":[{"type":"text","te',
    },
  },
  'invalid-utf8': {
    shows: 'an error message in Latin-1 that claims to be JSON',
    who: 'gateway',
    answer: {
      status: 403,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from('{"error":{"message":"Acc\u00e8s refus\u00e9 \u00ff\u00fe"}}', 'latin1'),
    },
  },
  hang: { shows: 'a server that takes the request and never answers', who: 'front', answer: () => undefined },
  'slow-headers': { shows: 'a server that answers late, as usual; `ms` chooses how late', who: 'front', answer: slow },
  drip: { shows: 'a server that sends one byte a second; `ms` chooses another pace', who: 'front', answer: drip },
  'buffered-stream': {
    shows: 'a reverse proxy that holds the stream back until its end',
    who: 'front',
    answer: buffered,
  },
  'stalled-stream': {
    shows: 'a stream that stops flowing after its first events and stays open; `events` chooses how many',
    who: 'upstream',
    answer: begun,
  },
  'cut-stream': {
    shows: 'a stream whose connection breaks after its first events; `events` chooses how many',
    who: 'upstream',
    answer: cutStream,
  },
  'endless-body': { shows: 'a body that never ends', who: 'front', answer: endless },
  'huge-header': {
    shows: 'a response header of 256 KB',
    who: 'front',
    answer: (turn) => ({ ...turn.usual(), headers: { 'x-huge': 'a'.repeat(256 * 1024) } }),
  },
  'cut-mid-body': { shows: 'a connection that breaks in the middle of the answer', who: 'upstream', answer: cut },
  'reset-before-headers': {
    shows: 'a connection that is closed before any answer',
    who: 'front',
    answer: ({ reply }) => {
      reply.destroy();
      return undefined;
    },
  },
} as const satisfies Record<string, Misbehaviour>;
