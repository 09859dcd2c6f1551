import { CLIENT_CHECKS } from './client';
import type { CheckInput, Sighting, StaticCheck } from './check';
import { CREDENTIAL_CHECKS } from './credentials';
import { FOLDER_CHECKS } from './folder';
import { NETWORK_CHECKS } from './network';
import { PROVIDER_CHECKS } from './providers';
import { REQUEST_CHECKS } from './request';
import { SETTINGS_CHECKS } from './settings';
import { VARIABLE_CHECKS } from './variables';
import { finding, rowOf, type Finding } from '../causes/findings';
import { redactLine } from '../words/redact';
import { unreadOn } from '../config/resolve';
import { sourceRow } from '../claude/sources';
import { TROUBLESHOOTING } from '../causes/table';
import { holdsCredential, variableRow } from '../claude/variables';

/** The most findings of one check: the first of a thousand wrong names are enough to call a file wrong. */
const MOST_PER_CHECK = 10;

/**
 * The checks that need nothing but what was read. Of two findings of one severity the earlier one is the verdict, so what
 * keeps Claude Code from working comes first, then what weighs most. Further checks only need adding to their family.
 */
export const STATIC_CHECKS: readonly StaticCheck[] = [
  ...REQUEST_CHECKS,
  ...SETTINGS_CHECKS,
  ...PROVIDER_CHECKS,
  ...FOLDER_CHECKS,
  ...NETWORK_CHECKS,
  ...CREDENTIAL_CHECKS,
  ...VARIABLE_CHECKS,
  ...CLIENT_CHECKS,
];

/** Everything that the configuration alone shows to be wrong, in the order of the table. */
export function runStaticChecks(input: CheckInput): Finding[] {
  const secrets = secretsOf(input);
  const here = STATIC_CHECKS.filter(
    ({ surfaces }) => surfaces === undefined || surfaces.includes(input.config.surface),
  );
  const found = here.flatMap(({ causes, find }) =>
    find(input, causes)
      .slice(0, MOST_PER_CHECK)
      .map((seen) => findingOf(seen, causes[0], secrets)),
  );
  if (unreadOn(input.snapshot, input.config.surface).length === 0) return found;
  // A file that nobody has read may set anything.
  return found.map((one) => (rowOf(one).hidesSettings === true ? one : { ...one, certain: false }));
}

/** All words of a finding are made printable here, once for every check. */
function findingOf(
  { cause: own, evidence, facts = {}, severity, certain = true, variant, fix }: Sighting,
  usual: Finding['cause'],
  secrets: readonly string[],
): Finding {
  const cause = own ?? usual;
  // Checks quote values and never encode them: looking for the secret itself is enough, and fast.
  const printable = (text: string): string =>
    redactLine(
      text,
      secrets.filter((secret) => text.includes(secret)),
    );
  const words = Object.fromEntries(Object.entries(facts).map(([name, text]) => [name, printable(text)]));
  const found = finding(cause, printable(evidence), words, certain);
  // Something that somebody else must do can't be offered to this user.
  const offered = fix === undefined || TROUBLESHOOTING[cause].owner !== 'you' ? {} : { fix };
  return {
    ...found,
    ...(severity === undefined ? {} : { severity }),
    ...(variant === undefined ? {} : { variant }),
    ...offered,
  };
}

/** Values that no finding may show: credentials, helper commands, and what files set under unknown names. */
function secretsOf({ snapshot }: CheckInput): readonly string[] {
  const values = snapshot.readings.flatMap(({ id, env, helper }) => {
    const unknownToo = sourceRow(id).holds !== 'environment';
    const names = Object.keys(env).filter((name) => holdsCredential(name) || (variableRow(name)?.secret ?? unknownToo));
    return [...names.map((name) => env[name]?.reveal() ?? ''), ...(helper === undefined ? [] : [helper.reveal()])];
  });
  return [...new Set(values.flatMap((value) => [value, value.trim()]))].filter((value) => value !== '');
}
