import { crc32 } from 'node:zlib';

/** Content type of Amazon's binary event streams. */
export const EVENT_STREAM_TYPE = 'application/vnd.amazon.eventstream';

const STRING = 7;

function header(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([STRING]),
    length,
    Buffer.from(value),
  ]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** One event of the Messages API as Bedrock sends it: a frame with both of its checksums. */
export function eventFrame(event: object): Buffer {
  const payload = Buffer.from(JSON.stringify({ bytes: Buffer.from(JSON.stringify(event)).toString('base64') }));
  const headers = Buffer.concat([
    header(':event-type', 'chunk'),
    header(':content-type', 'application/json'),
    header(':message-type', 'event'),
  ]);
  const lengths = Buffer.concat([number(16 + headers.length + payload.length), number(headers.length)]);
  const frame = Buffer.concat([lengths, number(crc32(lengths)), headers, payload]);
  return Buffer.concat([frame, number(crc32(frame))]);
}
