import { sourceRow, type SourceId } from '../claude/sources';

/** Where a variable stands that a fix changes. Name and path are as they stand there: not made for printing. */
export interface FixPlace {
  readonly variable: string;
  readonly source: SourceId;
  readonly location: string;
  /** From 1, where it is known. */
  readonly line?: number;
}

/** What would put a finding right, as data: it can be shown and previewed before anything is written. Holds no secret. */
export type Fix =
  | { readonly kind: 'connect' }
  | (FixPlace & { readonly kind: 'remove-variable' })
  | (FixPlace & { readonly kind: 'set-variable'; readonly value: string })
  | (FixPlace & { readonly kind: 'rename-variable'; readonly to: string });

/** The place of a variable for a fix; undefined where nothing can be written. */
export function fixPlace(
  variable: string,
  {
    source,
    location,
    line,
  }: { readonly source: SourceId; readonly location: string | undefined; readonly line?: number },
): FixPlace | undefined {
  if (location === undefined || !sourceRow(source).writable) return undefined;
  return { variable, source, location, ...(line === undefined ? {} : { line }) };
}
