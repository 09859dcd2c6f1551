import { FAULTS } from './faults';
import type { Fault, Row } from './row';
import { WORKING } from './working';

/** All cases of the matrix: the broken ones first. */
export const EVERY_ROW: readonly Row[] = [...FAULTS, ...WORKING];

/** The verdict that is right: the cause and who can mend it, or `works`. */
export function rightVerdict(row: Row): string {
  return isFault(row) ? `${row.cause}/${row.owner}` : 'works';
}

function isFault(row: Row): row is Fault {
  return 'cause' in row;
}
