import type { Attack } from './attack';
import { FOREIGN_FILES } from './rows/foreignFiles';
import { LINK_ATTACKS } from './rows/links';
import { REDACTION_ATTACKS } from './rows/redaction';
import { UNASKED_ATTACKS } from './rows/unasked';

/** Every row of the attack matrix, family by family. */
export const EVERY_ATTACK: readonly Attack[] = [
  ...FOREIGN_FILES,
  ...LINK_ATTACKS,
  ...REDACTION_ATTACKS,
  ...UNASKED_ATTACKS,
];
