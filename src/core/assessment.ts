import { parseCustomHeaders } from './customHeaders';
import { runStaticChecks } from './staticChecks';
import type { Finding } from './findings';
import { predict, type PredictedRequest } from './predict';
import { resolve, type ResolvedConfig } from './resolve';
import type { Snapshot } from './snapshot';
import { SURFACE_LABEL, type SurfaceId } from './sources';

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

/** Every value that must not be printed, to redact what others echo. */
export function secretsIn(assessments: readonly Assessment[], isSecret: (name: string) => boolean): string[] {
  const values = assessments.flatMap(({ config }) => config.variables.filter(({ name }) => isSecret(name)).flatMap(({ sources }) => sources.map(({ value }) => value.reveal())));
  // Others echo a token without the word before it, and a header without its name.
  const parts = values.flatMap((value) => [value.trim().replace(/^bearer\s+/i, ''), ...parseCustomHeaders(value).map((header) => header.value.reveal())]);
  return [...new Set([...values, ...parts])].filter((value) => value !== '');
}
