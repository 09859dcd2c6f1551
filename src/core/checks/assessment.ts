import { runStaticChecks } from './staticChecks';
import type { Finding } from '../causes/findings';
import { predict, type PredictedRequest } from '../config/predict';
import { resolve, type ResolvedConfig } from '../config/resolve';
import type { Snapshot } from '../config/snapshot';
import { SURFACE_LABEL, type SurfaceId } from '../claude/sources';

/** What holds on one surface: every value with its sources, the request that follows, and what is wrong with it. */
export interface Assessment {
  readonly surface: SurfaceId;
  readonly config: ResolvedConfig;
  readonly request: PredictedRequest;
  readonly findings: readonly Finding[];
}

/** Assesses one surface. Pure. */
export function assess(snapshot: Snapshot, surface: SurfaceId): Assessment {
  const config = resolve(snapshot, surface);
  const request = predict(config, snapshot);
  return { surface, config, request, findings: runStaticChecks({ snapshot, config, request }) };
}

/** Assesses every surface, the Claude Code extension first. */
export function assessAll(snapshot: Snapshot): readonly Assessment[] {
  return (Object.keys(SURFACE_LABEL) as SurfaceId[]).map((surface) => assess(snapshot, surface));
}
