import { runStaticChecks } from './staticChecks';
import type { Finding } from './findings';
import { predict, type PredictedRequest } from './predict';
import { resolve, type ResolvedConfig } from './resolve';
import type { Snapshot } from './snapshot';
import { SURFACE_LABEL, type SurfaceId } from './sources';
import { variableRow } from './variables';
import { addressParts, secretParts } from './words/secretParts';

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
  const variables = assessments.flatMap(({ config }) => config.variables);
  const partsOf = (name: string, value: string): string[] =>
    isSecret(name) ? secretParts(value) : variableRow(name)?.kind === 'url' ? addressParts(value) : [];
  return [
    ...new Set(variables.flatMap(({ name, sources }) => sources.flatMap(({ value }) => partsOf(name, value.reveal())))),
  ];
}
