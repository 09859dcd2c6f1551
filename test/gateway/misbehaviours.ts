import type { Misbehaviour } from './misbehaviour';
import { API_ERRORS } from './misbehaviours/api-errors';
import { BODIES } from './misbehaviours/bodies';
import { PAGES } from './misbehaviours/pages';

/** Every way a practice gateway can misbehave, with the texts of real servers. */
export const MISBEHAVIOURS = { ...PAGES, ...API_ERRORS, ...BODIES } as const satisfies Record<string, Misbehaviour>;

/** The name of a way to misbehave. */
export type MisbehaviourName = keyof typeof MISBEHAVIOURS;

/** True for the names of the table. */
export function isMisbehaviour(name: string): name is MisbehaviourName {
  return Object.hasOwn(MISBEHAVIOURS, name);
}
