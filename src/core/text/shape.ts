import { isRecord } from './json';

/** What a value of unknown origin is not: of the wanted shape. `at` is where, in names of this product. @example "findings[2].cause" */
class NotOfShape extends Error {
  constructor(readonly at: string) {
    super(at);
  }
}

/** Takes a value of unknown origin for what it should be. @throws {NotOfShape}; {@link readAs} catches it. */
export type Shape<T> = (value: unknown, at: string) => T;

/** A value of the wanted shape, or where it is of another. */
export type ReadAs<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly at: string };

/** Reads a value of unknown origin: all of it has the shape, or none of it is taken. Never throws. */
export function readAs<T>(shape: Shape<T>, value: unknown): ReadAs<T> {
  try {
    return { ok: true, value: shape(value, '') };
  } catch (error) {
    if (error instanceof NotOfShape) return { ok: false, at: error.at };
    throw error;
  }
}

/** A value that a test accepts. */
export function that<T>(accepts: (value: unknown) => value is T): Shape<T> {
  return (value, at) => {
    if (accepts(value)) return value;
    throw new NotOfShape(at);
  };
}

export const bool: Shape<boolean> = that((value) => typeof value === 'boolean');

/** A text as it is, of at most so many UTF-16 units. */
export function text(most: number): Shape<string> {
  return that((value): value is string => typeof value === 'string' && value.length <= most);
}

/** A finite number from 0 to `most`; a count when it is `whole`. */
export function number(most: number, whole = false): Shape<number> {
  return that(
    (value): value is number =>
      typeof value === 'number' && value >= 0 && value <= most && (!whole || Number.isInteger(value)),
  );
}

/** One of some words or values. */
export function oneOf<const T>(values: readonly T[]): Shape<T> {
  return that((value): value is T => values.includes(value as T));
}

/** A list of at most so many items, each of one shape. */
export function list<T>(item: Shape<T>, most: number): Shape<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value) || value.length > most) throw new NotOfShape(at);
    return Array.from(value, (one: unknown, index) => item(one, `${at}[${index}]`));
  };
}

/** An object of names of any kind, at most so many, whose values have one shape. */
export function dictionary<T>(item: Shape<T>, most: number): Shape<Readonly<Record<string, T>>> {
  return (value, at) => {
    if (!isRecord(value)) throw new NotOfShape(at);
    const entries = Object.entries(value);
    if (entries.length > most) throw new NotOfShape(at);
    // A name may be anybody's, and is not told.
    return Object.fromEntries(entries.map(([name, one]) => [name, item(one, `${at}.*`)]));
  };
}

/** Of each field its shape; an optional one must be wrapped in {@link maybe}. A field more in the type does not compile without one here. */
export type Fields<T> = { readonly [K in keyof Required<T>]: Shape<T[K]> };

/** An object with these fields; others are left out. */
export function object<T extends object>(fields: Fields<T>): Shape<T> {
  const known = Object.entries<Shape<unknown>>(fields);
  return (value, at) => {
    if (!isRecord(value)) throw new NotOfShape(at);
    const read = known.flatMap(([name, shape]): [string, unknown][] => {
      // Nothing that every object has from elsewhere, such as `constructor`.
      const own = Object.hasOwn(value, name) ? value[name] : undefined;
      const taken = shape(own, at === '' ? name : `${at}.${name}`);
      return taken === undefined ? [] : [[name, taken]];
    });
    return Object.fromEntries(read) as T;
  };
}

/** A field that may be missing. */
export function maybe<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, at) => (value === undefined ? undefined : shape(value, at));
}

/** A value of one shape, made into another. */
export function map<A, B>(shape: Shape<A>, into: (value: A) => B): Shape<B> {
  return (value, at) => into(shape(value, at));
}
