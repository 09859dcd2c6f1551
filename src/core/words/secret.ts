import { t } from '@vscode/l10n';

/**
 * A credential on its way through the program. It prints as a fixed phrase wherever text is made of it
 * (template, JSON, log); only the code that fills a header, a settings file or SecretStorage calls {@link reveal}.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The credential itself. */
  reveal(): string {
    return this.#value;
  }

  /** Its length in characters, which is safe to show. */
  get length(): number {
    return this.#value.length;
  }

  toString(): string {
    return describeSecret(this.#value);
  }

  toJSON(): string {
    return this.toString();
  }
}

/**
 * How a secret is shown everywhere: a fixed phrase with its length, never a part of it.
 * @example "hidden, 24 characters"
 */
export function describeSecret(value: string): string {
  if (value === '') return t('empty');
  return value.length === 1 ? t('hidden, 1 character') : t('hidden, {count} characters', { count: value.length });
}

/** The same of a secret that takes the place of another one, or of none. A preview of a change would show no difference else. */
export function describeNewSecret(value: string): string {
  if (value === '') return t('empty');
  return value.length === 1
    ? t('hidden, 1 character, new')
    : t('hidden, {count} characters, new', { count: value.length });
}

/** The same for a secret that is a part of a longer text. */
export function describeNewPart(): string {
  return t('hidden, new');
}
