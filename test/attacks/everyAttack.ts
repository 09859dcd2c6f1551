import type { Attack } from './attack';

/** Every row of the attack matrix, family by family. */
export const EVERY_ATTACK: readonly Attack[] = [];
