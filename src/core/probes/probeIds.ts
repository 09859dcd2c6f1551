/** What a stretch of time went into. `waiting` is all that nothing more is known of. */
export type PartId = 'dns' | 'tcp' | 'proxy' | 'tls' | 'first-byte' | 'body' | 'waiting';

/** Probes that ask about the same. */
export type ProbeGroupId = 'path' | 'gateway' | 'models' | 'requests';

/** What is known of a probe by its id alone, before it runs and after its result was stored. */
export interface ProbeRow {
  readonly group: ProbeGroupId;
  /** The one part that its time is, from beginning to end; null where phases say more, or nothing does. */
  readonly part: PartId | null;
  /** Its problem means that nothing reaches the gateway. */
  readonly isPath: boolean;
  /** In a full diagnosis the shortest request waits for it. */
  readonly isAwaited: boolean;
  /** It connects as a request does: after a request that timed out it would only time out again. */
  readonly connects: boolean;
  /** The empty request of a check. If a model answers even that one, none is sent in the background any more. */
  readonly isEmpty: boolean;
}

/**
 * Every probe. A name that ends in a colon is a family: `model:` is all of `model:claude-opus-5-5` and the like.
 * Ids are public: they stand in reports, in JSON and in stored results. None is renamed.
 */
export const PROBES = {
  route: { group: 'path', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  dns: { group: 'path', part: 'dns', isPath: true, isAwaited: true, connects: false, isEmpty: false },
  tcp: { group: 'path', part: 'tcp', isPath: true, isAwaited: true, connects: true, isEmpty: false },
  tls: { group: 'path', part: 'tls', isPath: true, isAwaited: true, connects: true, isEmpty: false },
  hello: { group: 'path', part: null, isPath: true, isAwaited: false, connects: true, isEmpty: false },
  plain: { group: 'path', part: null, isPath: true, isAwaited: false, connects: false, isEmpty: false },
  encrypted: { group: 'path', part: 'tls', isPath: true, isAwaited: false, connects: false, isEmpty: false },
  clock: { group: 'path', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  profiles: { group: 'gateway', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  alive: { group: 'gateway', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: true },
  helper: { group: 'gateway', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  messages: { group: 'gateway', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'other-header': { group: 'gateway', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'bearer-alone': { group: 'gateway', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'x-api-key-alone': { group: 'gateway', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'redirect-target': { group: 'gateway', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'wrong-credential': {
    group: 'gateway',
    part: null,
    isPath: false,
    isAwaited: false,
    connects: false,
    isEmpty: false,
  },
  'open-gateway': { group: 'gateway', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'custom-headers': { group: 'gateway', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'same-path': { group: 'gateway', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'no-such-path': { group: 'gateway', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'without-query': { group: 'gateway', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'path:': { group: 'gateway', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'openai:': { group: 'gateway', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  models: { group: 'models', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'unknown-model': { group: 'models', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'model:': { group: 'models', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  errors: { group: 'requests', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: true },
  firewall: { group: 'requests', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  harmless: { group: 'requests', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  leaves: { group: 'requests', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'size-1.5mb': { group: 'requests', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'size-8mb': { group: 'requests', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'beta-header': { group: 'requests', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'count-tokens': { group: 'requests', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  session: { group: 'requests', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'session-2': { group: 'requests', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'session-3': { group: 'requests', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  'session-4': { group: 'requests', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
  stream: { group: 'requests', part: null, isPath: false, isAwaited: false, connects: false, isEmpty: false },
} as const satisfies Readonly<Record<string, ProbeRow>>;

type Key = keyof typeof PROBES;
type Family = Extract<Key, `${string}:`>;

/** The id of a probe of this version. */
export type ProbeId = Exclude<Key, Family> | `${Family}${string}`;

/** An id that another version stored. To the compiler it's of a family that doesn't exist, so a misspelled comparison is an error. */
export type UnknownProbeId = `unknown:${string}`;

/** The id of a result. */
export type ResultId = ProbeId | UnknownProbeId;

/** Ids of the probes whose problem means that nothing reaches the gateway. */
export const PATH_IDS: readonly ProbeId[] = (Object.keys(PROBES) as ProbeId[]).filter(
  (id) => probeRow(id)?.isPath === true,
);

/** The row of a probe; undefined for an id that this version doesn't know. */
export function probeRow(id: string): ProbeRow | undefined {
  const key = id.slice(0, id.indexOf(':') + 1) || id;
  return isWholeId(key) ? PROBES[key as Key] : undefined;
}

/** True for an id that stands in the table as it is, so that nothing in it comes from elsewhere. */
export function isWholeId(id: string): boolean {
  return Object.hasOwn(PROBES, id);
}

/** An id as it was stored, by whatever version. */
export function resultId(stored: string): ResultId {
  return stored as ResultId;
}
