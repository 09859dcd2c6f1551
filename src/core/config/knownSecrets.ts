import type { ResolvedConfig } from './resolve';
import { addressParts, secretParts } from './secretParts';
import { variableRow } from '../claude/variables';
import { isSecretName } from '../words/namedSecrets';

/** Every value that must not be printed, to redact what others echo. */
export function secretsIn(
  assessments: readonly { readonly config: ResolvedConfig }[],
  isSecret: (name: string) => boolean,
): string[] {
  const variables = assessments.flatMap(({ config }) => config.variables);
  const partsOf = (name: string, value: string): string[] =>
    isSecret(name) ? secretParts(value) : variableRow(name)?.kind === 'url' ? addressParts(value) : [];
  return [
    ...new Set(variables.flatMap(({ name, sources }) => sources.flatMap(({ value }) => partsOf(name, value.reveal())))),
  ];
}

/** The credentials among the variables of this process; none of them may be part of an explanation. */
export function secretsInEnv(env: Readonly<Record<string, string | undefined>>): string[] {
  return [
    ...new Set(
      Object.entries(env).flatMap(([name, value = '']) =>
        isSecretName(name) ? secretParts(value) : addressParts(value),
      ),
    ),
  ];
}
