/** A value as `reg query KEY /v NAME` prints it. */
export interface RegistryValue {
  /** `REG_SZ`, `REG_DWORD`, … */
  readonly type: string;
  readonly data: string;
}

/**
 * The line of the value, in every language of Windows: the key and the errors stand at the left margin:
 * `    Settings    REG_SZ    {"model":"opus"}`; old versions print tabs. The data goes on to the end of the output: several
 * lines are printed as they are, and `/v` prints one value only.
 */
const VALUE_LINE = /^[ \t]+Settings[ \t]+(REG_[A-Z_]+)[ \t]*/im;

/**
 * The value `Settings` in the output of `reg query`, undefined when there is none.
 * https://learn.microsoft.com/windows-server/administration/windows-commands/reg-query
 */
export function readSettingsValue(output: string): RegistryValue | undefined {
  const line = VALUE_LINE.exec(output);
  const type = line?.[1];
  return line === null || type === undefined
    ? undefined
    : { type, data: output.slice(line.index + line[0].length).trimEnd() };
}

/**
 * A JSON text with `%NAME%` replaced by the variable, as Windows does with REG_EXPAND_SZ: names in any case, and what is
 * no variable stays, so the `%20` of an address does too. Values are escaped: a `C:\Users\me` must not break the JSON.
 * https://learn.microsoft.com/windows/win32/api/processenv/nf-processenv-expandenvironmentstringsw
 */
export function expandInJson(text: string, env: Readonly<Record<string, string | undefined>>): string {
  const values = new Map<string, string | undefined>(
    Object.entries(env).map(([name, value]) => [name.toUpperCase(), value]),
  );
  const [start = '', ...rest] = text.split('%');
  let out = start;
  let afterValue = false;
  for (const [index, part] of rest.entries()) {
    // The last part has no % behind it, so it is no name.
    const value: string | undefined =
      afterValue || index === rest.length - 1 ? undefined : values.get(part.toUpperCase());
    if (value !== undefined) out += JSON.stringify(value).slice(1, -1);
    else out += afterValue ? part : `%${part}`;
    afterValue = value !== undefined;
  }
  return out;
}
