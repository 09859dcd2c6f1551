import { isLoopback } from '../claude/baseUrl';
import { rowOf, type Finding } from '../causes/findings';
import type { LastCheck } from '../probes/lastCheck';
import { anyOf } from '../text/anyOf';

/** When a target was last asked without tokens, and how that went. Times in milliseconds since 1970. */
export interface Pace {
  /** When the check began. */
  readonly at: number;
  /** Checks in a row that found what nobody here can change. */
  readonly misses: number;
  /** The gateway wants no request before that. */
  readonly notBefore?: number;
}

/** What a schedule depends on, beside when the target was last asked. Times in milliseconds since 1970. */
export interface Occasion {
  readonly now: number;
  /** 0: never, for whatever reason. */
  readonly intervalMs: number;
  readonly startedAt: number;
  /** When the configuration changed last, in this window. */
  readonly changedAt: number | undefined;
  /** When it changed last to another host, in this window. */
  readonly movedAt?: number | undefined;
  /** The window has just come to the front. */
  readonly focused: boolean;
}

/** Somebody who is typing in a settings file changes it several times. */
const SETTLE_MS = 2000;
/** Of a host more than that: what is typed half is an address too, and may be somebody's. */
const HOST_SETTLE_MS = 30_000;
/** On a window that comes to the front, a check younger than this is good enough. */
const FOCUS_MS = 5 * 60_000;
const LONGEST_WAIT_MS = 2 * 3_600_000;
const LONGEST_REFUSAL_MS = 24 * 3_600_000;

/** When the next check without tokens is due; Infinity when there is none. */
export function dueAt(
  known: Pace | undefined,
  { now, intervalMs, startedAt, changedAt, movedAt, focused }: Occasion,
): number {
  if (intervalMs <= 0) return Infinity;
  // The clock may have been set back.
  const pace = known === undefined || known.at > now ? undefined : known;
  const settle = movedAt !== undefined && (pace === undefined || pace.at < movedAt) ? HOST_SETTLE_MS : SETTLE_MS;
  if (pace === undefined) return (changedAt ?? startedAt) + settle;
  const due =
    changedAt !== undefined && pace.at < changedAt
      ? changedAt + settle
      : pace.at + backedOff(focused ? Math.min(FOCUS_MS, intervalMs) : intervalMs, pace.misses);
  return Math.max(due, pace.notBefore ?? 0);
}

function backedOff(ms: number, misses: number): number {
  return Math.max(ms, Math.min(ms * 2 ** Math.min(misses, 16), LONGEST_WAIT_MS));
}

/** The pace after a check that began at `at`. */
export function paceAfter(before: Pace | undefined, check: LastCheck, at: number): Pace {
  // Asking more often helps neither with what others have to do nor with what passes.
  const theirs = check.findings.some((found) => {
    const { owner, passes } = rowOf(found);
    return found.severity === 'error' && (owner !== 'you' || passes === true);
  });
  const refusal = Math.max(0, ...check.findings.map(refusalMs));
  return {
    at,
    misses: theirs ? (before?.misses ?? 0) + 1 : 0,
    ...(refusal === 0 ? {} : { notBefore: at + Math.min(refusal, LONGEST_REFUSAL_MS) }),
  };
}

/** What `retry-after` said, where the finding tells it, in seconds. */
function refusalMs({ facts }: Finding): number {
  const seconds = Number(facts['retryAfter'] ?? 0);
  return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : 0;
}

/** The addresses of a machine by network interface, as Node tells them. */
export type Interfaces = Readonly<
  Record<string, readonly { readonly address: string; readonly internal: boolean }[] | undefined>
>;

/** Networks that a machine keeps with its own containers and virtual machines: they stay when every cable is pulled. */
const WITHIN_MACHINE = anyOf(
  '',
  /^(docker\d*|br-[0-9a-f]{6,}|veth\w*)$/, // docker0
  /^(podman\d*|cni\d*)$/, // podman0
  /^(lxcbr\d+|lxdbr\d+)$/, // lxcbr0
  /^(virbr\d.*|vmnet\d+|vboxnet\d+)$/, // virbr0-nic
  /^vEthernet \((Default Switch|WSL.*)\)$/, // vEthernet (WSL (Hyper-V firewall))
);

/** True when some network is there: an address that others could reach, on an interface that leads out of this machine. */
export function hasNetwork(interfaces: Interfaces): boolean {
  return Object.entries(interfaces).some(
    ([name, addresses]) =>
      !WITHIN_MACHINE.test(name) &&
      (addresses ?? []).some(({ address, internal }) => !internal && !/^(169\.254\.|fe[89ab][0-9a-f]:)/i.test(address)),
  );
}

/**
 * True when the network is away, which says nothing about the gateway. A gateway that alone cannot be reached is another matter.
 * @param hostname without port. @param check the check without tokens that has just ended, if one has.
 */
export function isNetworkAway(interfaces: Interfaces, hostname: string, check?: LastCheck): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isLoopback(host)) return false;
  if (!hasNetwork(interfaces)) return true;
  // A name that was looked up came over a network; IPv6 alone is missing in many a network.
  const lookedUp =
    /[a-z]/i.test(host) &&
    check?.probes.some(
      ({ id, outcome, phases }) => (id === 'dns' && outcome === 'ok') || phases?.resolved !== undefined,
    ) === true;
  return (
    !lookedUp &&
    !host.includes(':') &&
    check?.findings.some(({ facts }) => ['ENETUNREACH', 'ENETDOWN'].includes(facts['code'] ?? '')) === true
  );
}
