import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw, type Zlib } from 'node:zlib';
import { eventCounterFor, type EventCounter } from './eventCounter';
import { justAway } from '../process/ownTime';

/** No answer to a small request is larger; an endless body must not fill the memory. Holds before and after decoding. */
const LARGEST_BODY = 1024 * 1024;
/** A body that drips in is not noted byte by byte without end. */
const MOST_ARRIVALS = 5000;

type Decoder = Transform & Zlib;

/** Why no more of a body is taken. */
export type BodyProblem = 'BODY_TOO_LARGE' | 'CONTENT_ENCODING';

/** Takes a body as it arrives: decodes it, bounds it, and notes when each piece came. */
export class ResponseBody {
  readonly arrivals: { ms: number; bytes: number; events: number }[] = [];
  problem: BodyProblem | undefined;
  /** How long this program had not looked when the first piece was seen, in milliseconds. */
  unseenMs = 0;
  /** One piece of memory that grows: a million pieces of one byte would each hold on to what they came in. */
  #text = Buffer.alloc(4096);
  readonly #coding: string;
  readonly #counter: EventCounter | undefined;
  #decoder: Decoder | undefined;
  #decoded: Promise<void> = Promise.resolve();
  #raw = 0;
  #size = 0;

  /** @param now since the exchange began. @param onProblem is told once when no more is taken. */
  constructor(
    headers: Readonly<Record<string, string>>,
    private readonly now: () => number,
    private readonly onProblem: () => void,
  ) {
    this.#coding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
    this.#counter = eventCounterFor(headers['content-type'] ?? '');
  }

  /** Takes a piece. Never asks for a pause: what waits to be decoded is bounded, and undici takes a pause at the end for a cut. */
  write(chunk: Uint8Array): void {
    if (this.problem !== undefined) return;
    this.#raw += chunk.length;
    if (this.#raw > LARGEST_BODY) this.#stop('BODY_TOO_LARGE');
    else if (this.#coding === 'identity' || this.#coding === '') this.#take(chunk);
    else (this.#decoder ??= this.#start(chunk))?.write(chunk);
  }

  /** Nothing more comes; of a body that was cut, what there is of it counts. */
  async end(cut: boolean): Promise<void> {
    const decoder = this.#decoder;
    if (decoder === undefined || this.problem !== undefined) return;
    if (cut)
      await new Promise<void>((flushed) => {
        decoder.write(Buffer.alloc(0), () => {
          flushed();
        });
        decoder.once('close', flushed);
      });
    else decoder.end();
    if (cut) decoder.destroy();
    await this.#decoded;
  }

  /** What has come so far. Bytes that are no UTF-8 are replaced. */
  get text(): string {
    return this.#text.toString('utf8', 0, this.#size);
  }

  /** Frees what decoding holds. */
  destroy(): void {
    this.#decoder?.destroy();
  }

  #start(first: Uint8Array): Decoder | undefined {
    const decoder = decoderFor(this.#coding, first[0] ?? 0);
    if (decoder === undefined) {
      this.#stop('CONTENT_ENCODING');
      return undefined;
    }
    this.#decoded = new Promise((ended) => {
      decoder.on('data', (piece: Buffer) => {
        this.#take(piece);
      });
      decoder.once('end', ended);
      decoder.once('close', ended);
      decoder.on('error', () => {
        this.#stop('CONTENT_ENCODING');
        ended();
      });
    });
    return decoder;
  }

  #take(piece: Uint8Array): void {
    if (this.problem !== undefined) return;
    const size = this.#size + piece.length;
    if (size > LARGEST_BODY) {
      this.#stop('BODY_TOO_LARGE');
      return;
    }
    if (size > this.#text.length) this.#text = Buffer.concat([this.#text], size * 2);
    this.#text.set(piece, this.#size);
    this.#size = size;
    const [ms, events] = [this.now(), this.#counter?.count(piece) ?? 0];
    const last = this.arrivals.at(-1);
    if (last === undefined) this.unseenMs = justAway();
    if (last !== undefined && (ms - last.ms < 1 || this.arrivals.length >= MOST_ARRIVALS)) {
      last.bytes += piece.length;
      last.events += events;
    } else {
      this.arrivals.push({ ms, bytes: piece.length, events });
    }
  }

  #stop(problem: BodyProblem): void {
    if (this.problem !== undefined) return;
    this.problem = problem;
    this.#decoder?.destroy();
    this.onProblem();
  }
}

function decoderFor(coding: string, firstByte: number): Decoder | undefined {
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip();
  if (coding === 'br') return createBrotliDecompress();
  // Some send the bare format under this name: https://datatracker.ietf.org/doc/html/rfc9110#section-8.4.1.2
  if (coding === 'deflate') return (firstByte & 0x0f) === 8 ? createInflate() : createInflateRaw();
  return undefined;
}
