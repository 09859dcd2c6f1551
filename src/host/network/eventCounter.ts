/** Counts the events of a stream while it arrives, without keeping any of it. */
export interface EventCounter {
  /** How many events were complete with this piece. */
  count(piece: Uint8Array): number;
}

/** The counter for a type of content: server-sent events, the frames of Bedrock, or none of them. */
export function eventCounterFor(contentType: string): EventCounter | undefined {
  if (/^text\/event-stream\b/i.test(contentType)) return new SseCounter();
  return /^application\/vnd\.amazon\.eventstream\b/i.test(contentType) ? new FrameCounter() : undefined;
}

const [LF, CR, COLON] = [10, 13, 58];

/** An empty line ends an event; comment lines alone are none: https://html.spec.whatwg.org/multipage/server-sent-events.html */
class SseCounter implements EventCounter {
  #lineIsEmpty = true;
  #hasField = false;
  #afterCr = false;

  count(piece: Uint8Array): number {
    let events = 0;
    for (const byte of piece) {
      const secondHalf = byte === LF && this.#afterCr;
      this.#afterCr = byte === CR;
      if (secondHalf) continue;
      if (byte !== LF && byte !== CR) {
        if (this.#lineIsEmpty && byte !== COLON) this.#hasField = true;
        this.#lineIsEmpty = false;
      } else {
        if (this.#lineIsEmpty && this.#hasField) events += 1;
        if (this.#lineIsEmpty) this.#hasField = false;
        this.#lineIsEmpty = true;
      }
    }
    return events;
  }
}

/** Prelude, headers, payload and a checksum; the first four bytes are the length of it all. */
class FrameCounter implements EventCounter {
  #prelude = 0;
  #length = 0;
  #left = 0;

  count(piece: Uint8Array): number {
    let frames = 0;
    let at = 0;
    while (at < piece.length) {
      if (this.#prelude < 4) {
        this.#length = this.#length * 256 + (piece[at] ?? 0);
        this.#prelude += 1;
        at += 1;
        // No frame is shorter than its prelude and its checksums: these bytes are something else.
        if (this.#prelude === 4) this.#left = this.#length < 16 ? Infinity : this.#length - 4;
        continue;
      }
      const taken = Math.min(this.#left, piece.length - at);
      this.#left -= taken;
      at += taken;
      if (this.#left === 0) {
        frames += 1;
        this.#prelude = 0;
        this.#length = 0;
      }
    }
    return frames;
  }
}
