import { isRecord, jsonIn } from '../../core/text/json';

/** When a JWT expires and was issued, in seconds since 1970, as far as it says so itself. Nobody has checked its signature. */
export interface JwtTimes {
  readonly expires?: number;
  readonly issued?: number;
}

/** The end of the year 9999, in seconds: what is later is milliseconds, or nonsense. */
const LATEST = 253_402_300_799;

/** Reads the times out of a token; empty for anything that is not a JWT. Never throws, and nothing else of the token leaves. */
export function jwtTimes(token: string): JwtTimes {
  const parts = token.split('.', 4);
  const [header = '', payload = ''] = parts;
  if (parts.length !== 3 || partOf(header) === undefined) return {};
  const claims = partOf(payload) ?? {};
  const [expires, issued] = [timeOf(claims['exp']), timeOf(claims['iat'])];
  return { ...(expires === undefined ? {} : { expires }), ...(issued === undefined ? {} : { issued }) };
}

function partOf(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (byte) => byte.charCodeAt(0));
    const value = jsonIn(new TextDecoder().decode(bytes));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function timeOf(claim: unknown): number | undefined {
  return typeof claim === 'number' && claim > 0 && claim <= LATEST ? claim : undefined;
}
