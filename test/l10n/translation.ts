import { placeholdersIn } from './sourceTexts';

/** Texts by their English source, as in `bundle.l10n.de.json`, or by their key, as in `package.nls.de.json`. */
export type Texts = Readonly<Record<string, string>>;

/** What is wrong with a translation: keys that there are not, and placeholders that are not those of the source. What is missing is shown in English. */
export function faultsOf(translation: Texts, source: Texts): string[] {
  return Object.entries(translation).flatMap(([key, text]) => {
    const english = Object.hasOwn(source, key) ? source[key] : undefined;
    if (english === undefined) return [`not in the source: ${key}`];
    return placeholdersIn(text).join() === placeholdersIn(english).join()
      ? []
      : [`other placeholders than the source: ${key}`];
  });
}

/** A made-up translation, in which every word of ours stands in brackets, and what is filled in outside of them. */
export function bracketed(texts: readonly string[]): Texts {
  return Object.fromEntries(texts.map((text) => [text, inBrackets(text)]));
}

/** What stands in no brackets: what comes from elsewhere, or was not translated. */
export function outsideBrackets(text: string): string {
  return text.replace(/⟦[^⟦⟧]*⟧/g, ' ');
}

function inBrackets(text: string): string {
  // A placeholder in parentheses may go together with them.
  return text
    .split(/( \(\{\w+\}\)|\{\w+\})/)
    .map((part, index) => (index % 2 === 1 || part === '' ? part : `⟦${part}⟧`))
    .join('');
}
