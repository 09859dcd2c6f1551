import type { CauseId, Owner } from '../../src/core/causes/causes';
import { startPracticeGateway, type PracticeGateway, type PracticeGatewayOptions } from '../gateway/practice-gateway';
import type { SystemNeed } from '../host/needs';
import type { Site } from './site';

/** The credential of every case. It may reach the gateway, and appear nowhere else. */
export const SENTINEL = 'sk-sentinel-7d41c09be5a2f386';

/** A case, ready to be checked. */
export interface Setting {
  readonly baseUrl: string;
  /** Where the sentinel stands; ANTHROPIC_AUTH_TOKEN by default, and `none` where it comes from elsewhere. */
  readonly credential?: 'ANTHROPIC_AUTH_TOKEN' | 'ANTHROPIC_API_KEY' | 'none';
  /** Everything else in the environment of the check. */
  readonly env?: Readonly<Record<string, string>>;
  /** ~/.claude/settings.json. */
  readonly settings?: object;
  /** The configuration is what is checked: `env` and `settings` have the address. Else it is given with `--base-url`. */
  readonly configured?: true;
  readonly clientVersion?: string;
  /** What arrived where the credential must not go, as text. */
  readonly elsewhere?: () => string;
}

/** A case of the matrix. */
export interface Row {
  readonly id: string;
  /** What is broken, or how it is set up; made with the parts that `needs` names. */
  readonly made: string;
  readonly needs?: readonly SystemNeed[];
  readonly make: (site: Site) => Promise<Setting>;
  /** What there is to say of it although it works. */
  readonly noted?: CauseId;
  /** It is about time itself, so that its verdict takes as long. */
  readonly slow?: true;
  /** It needs a network of its own, with nothing in it but loopback and the names of test/client/isolated.sh. */
  readonly isolated?: true;
}

/** What is really wrong, and who can mend it. */
export interface Fault extends Row {
  readonly cause: CauseId;
  readonly owner: Owner;
}

/** Every name that a client which nobody tells anything may ask for, of the two versions that were measured. */
export const MODELS: readonly string[] = [
  'claude-opus-5-5',
  'claude-sonnet-5-5',
  'claude-haiku-5-5',
  'claude-fable-5-2',
  'claude-opus-4-8',
  'claude-opus-4-7',
  'claude-opus-4-6',
  'claude-sonnet-5',
  'claude-sonnet-4-6',
  'claude-sonnet-4-5',
  'claude-haiku-4-5',
  'claude-fable-5',
  'claude-haiku-4-5-20251001',
  'claude-sonnet-4-5@20250929',
  'claude-haiku-4-5@20251001',
  'us.anthropic.claude-opus-5-5',
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'us.anthropic.claude-haiku-4-5-20251001-v1:0',
];

/** A gateway with the sentinel as its key; it streams for about a second, so that buffering shows. */
export async function gatewayAt(site: Site, options: PracticeGatewayOptions = {}): Promise<PracticeGateway> {
  const gateway = await startPracticeGateway({
    keys: [SENTINEL],
    models: MODELS,
    strict: true,
    pieces: 9,
    gapMs: 60,
    keepsBodies: false,
    ...options,
  });
  site.whenCleared(() => gateway.stop());
  return gateway;
}

/** All that reached a gateway, for a search for the sentinel. */
export function arrivedAt(gateway: PracticeGateway): () => string {
  return () => JSON.stringify(gateway.requests);
}
