import type { Attack } from './attack';
import { LINK_ATTACKS } from './rows/links';

/** Every row of the attack matrix, family by family. */
export const EVERY_ATTACK: readonly Attack[] = [
  ...LINK_ATTACKS,
];
