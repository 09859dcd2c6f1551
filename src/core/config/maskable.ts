import type { SourceReading } from './snapshot';
import { isFromFolder } from './resolve';
import { isSecretName } from '../words/namedSecrets';

/**
 * The configured credentials that may be masked in a command. None that the opened folder sets, and none that could be more than a
 * word: whoever writes both the credential and the command would hide what is run.
 */
export function maskable(readings: readonly SourceReading[]): readonly string[] {
  return readings
    .filter((reading) => !isFromFolder(reading))
    .flatMap(({ env }) =>
      Object.entries(env).flatMap(([name, value]) => {
        const word = value
          .reveal()
          .trim()
          .replace(/^bearer\s+/i, '');
        return isSecretName(name) && ONE_WORD.test(word) ? [word] : [];
      }),
    );
}

/** A word of such a length that no shell takes for more than a word, and that is no path. */
const ONE_WORD = /^(?![/~.]|[a-z]:)[\w.~+/=:%-]{8,}$/i;
