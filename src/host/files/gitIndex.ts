/** What the index of a Git repository tells of one file. */
export interface IndexAnswer {
  /** It is in there, so in every clone; undefined: a sparse index has the folder as a whole, and not what is in it. */
  readonly holds: boolean | undefined;
  /** The rest of a split index, as the name of a file beside it. */
  readonly shared: string | undefined;
}

/** Bytes of an entry before the name of its object: times, device, owner, size. */
const STAT = 40;
/** Bytes of an object's name: SHA-1, SHA-256. Only the repository's configuration says which. */
const HASHES = [20, 32] as const;
const [HEAD, EXTENDED, NAME_LENGTH] = [12, 0x4000, 0xfff];
/** The last character of an entry that is a folder. */
const SLASH = 0x2f;
/** No path is longer. */
const LONGEST_NAME = 64 * 1024;

/**
 * Whether an index, of versions 2 to 4, holds a path, which has slashes between its parts. Undefined for what is no index, or is of
 * a later version: then nobody knows. Linear in its length. https://git-scm.com/docs/index-format
 */
export function askIndex(bytes: Buffer, path: string): IndexAnswer | undefined {
  const version = bytes.length < HEAD || bytes.toString('latin1', 0, 4) !== 'DIRC' ? 0 : bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return undefined;
  const name = Buffer.from(path);
  for (const hash of HASHES) {
    const answer = walk(bytes, version, hash, name);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** Entry after entry, then the extensions; undefined where they do not fit together. */
function walk(bytes: Buffer, version: number, hash: number, wanted: Buffer): IndexAnswer | undefined {
  const end = bytes.length - hash;
  // Version 4 tells of each name how much of the one before goes, and what comes instead.
  const name = Buffer.alloc(LONGEST_NAME);
  let [at, length] = [HEAD, 0];
  let holds: boolean | undefined = false;
  for (let left = bytes.readUInt32BE(8); left > 0; left--) {
    const start = at;
    if (at + STAT + hash + 2 > end) return undefined;
    const flags = bytes.readUInt16BE(at + STAT + hash);
    at += STAT + hash + ((flags & EXTENDED) === 0 ? 2 : 4);
    let kept = 0;
    if (version === 4) {
      const removed = numberAt(bytes, at);
      if (removed === undefined || removed.value > length) return undefined;
      kept = length - removed.value;
      at = removed.next;
    }
    const close = bytes.indexOf(0, at);
    length = kept + close - at;
    if (close < 0 || close >= end || length >= LONGEST_NAME || (flags & NAME_LENGTH) !== Math.min(length, NAME_LENGTH))
      return undefined;
    bytes.copy(name, kept, at, close);
    const entry = name.subarray(0, length);
    if (entry.equals(wanted)) holds = true;
    else if (entry.at(-1) === SLASH && wanted.subarray(0, length).equals(entry)) holds = undefined;
    at = version === 4 ? close + 1 : start + Math.ceil((close + 1 - start) / 8) * 8;
  }
  const shared = sharedAfter(bytes, at, end, hash);
  return shared === undefined ? undefined : { holds, shared: shared.name };
}

/** A number in Git's own form, of at most four bytes: each but the last has its highest bit set. */
function numberAt(bytes: Buffer, from: number): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  for (let at = from; at < Math.min(from + 4, bytes.length); at++) {
    const byte = bytes[at] ?? 0;
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: at + 1 };
    value += 1;
  }
  return undefined;
}

/** Goes through the extensions, of which `link` names the other part of a split index. */
function sharedAfter(
  bytes: Buffer,
  from: number,
  end: number,
  hash: number,
): { readonly name: string | undefined } | undefined {
  let name: string | undefined;
  let at = from;
  while (at + 8 <= end) {
    const size = bytes.readUInt32BE(at + 4);
    if (!/^[A-Za-z]{4}$/.test(bytes.toString('latin1', at, at + 4)) || at + 8 + size > end) return undefined;
    if (
      bytes.toString('latin1', at, at + 4) === 'link' &&
      size >= hash &&
      bytes.subarray(at + 8, at + 8 + hash).some((byte) => byte !== 0)
    )
      name = `sharedindex.${bytes.toString('hex', at + 8, at + 8 + hash)}`;
    at += 8 + size;
  }
  return at === end ? { name } : undefined;
}
