import { readFileSync } from 'node:fs';

/**
 * What the program that starts VS Code tells the tests inside it. The desktop has no machine settings, so there the
 * user settings are where the gateway is set up.
 */
export const GATEWAY_URL_VARIABLE = 'TEST_GATEWAY_URL';

/** The file in which every request that reached the gateway is one line. */
export const REQUESTS_FILE_VARIABLE = 'TEST_REQUESTS_FILE';

/** A credential that must show up nowhere but in a header of a request. */
export const SENTINEL = 'sk-sentinel-Zq7rT2mXw9KpL4vB8nYc';

/** Set in the environment of VS Code itself, the weakest of all places. */
export const SHELL_MODEL = 'model-of-the-environment';

/** The variables the gateway is set up with, as the Claude Code extension has them in its setting. */
export function gatewayVariables(url: string): readonly { readonly name: string; readonly value: string }[] {
  return [
    { name: 'ANTHROPIC_BASE_URL', value: url },
    { name: 'ANTHROPIC_AUTH_TOKEN', value: SENTINEL },
  ];
}

/** What a variable of the environment says; throws where the tests were started in another way. */
export function given(variable: string): string {
  const value = process.env[variable];
  if (value === undefined) throw new Error(`${variable} is not set: start these tests with npm test -- integration`);
  return value;
}

/** The requests that have reached the gateway so far. */
export function requestsSoFar(): {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}[] {
  const lines = readFileSync(given(REQUESTS_FILE_VARIABLE), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as ReturnType<typeof requestsSoFar>[number]);
}
