import { maskedComment } from './maskedText';
import { settingsMasks, type Mask } from './settingsMasks';
import { hideLooks } from '../words/redact';
import { describeNewPart, describeNewSecret, describeSecret } from '../words/secret';
import { HIDDEN } from '../words/hideKnown';

/**
 * A settings text for people to look at: no credential is in it, whatever it stands in (names that speak of one, environment
 * blocks, headers, arguments, addresses, comments); names, structure, lines and everything harmless are as they are.
 * Works on broken texts too.
 * @param before the text as it was: what is hidden and was not in it says that it is new
 */
export function maskSettings(text: string, before?: string): string {
  const known = before === undefined ? undefined : new Set(masksOf(before).masks.map(({ value }) => value));
  const { masks, broken } = masksOf(text);
  const masked = withMasks(text, masks, ({ value }) => known !== undefined && !known.has(value));
  return broken ? sameLines(masked, hideLooks) : masked;
}

function withMasks(text: string, masks: readonly Mask[], isNew: (mask: Mask) => boolean): string {
  const pieces: string[] = [];
  const phrases = new Map<string, string>();
  let from = 0;
  for (const mask of masks) {
    if (mask.offset < from) continue;
    const end = mask.offset + mask.length;
    const shown = shownOf(mask, isNew(mask), phrases);
    // A text in quotation marks may end on the next line where the break is escaped.
    pieces.push(
      text.slice(from, mask.offset),
      sameLines(text.slice(mask.offset, end), () => shown),
    );
    from = end;
  }
  return pieces.join('') + text.slice(from);
}

function shownOf({ value, shown }: Mask, isNew: boolean, phrases: Map<string, string>): string {
  if (shown !== undefined) return isNew ? shown.replaceAll(HIDDEN, `‹${describeNewPart()}›`) : shown;
  const id = `${value.length} ${String(isNew)}`;
  const phrase = phrases.get(id) ?? `"‹${isNew ? describeNewSecret(value) : describeSecret(value)}›"`;
  phrases.set(id, phrase);
  return phrase;
}

/** All masks of a text in the order in which they stand, those of its comments too. */
function masksOf(text: string): { readonly masks: readonly Mask[]; readonly broken: boolean } {
  const { masks, comments, broken } = settingsMasks(text);
  const known = new Map<string, string>();
  const inComments = comments.flatMap(({ offset, length }): Mask[] => {
    const value = text.slice(offset, offset + length);
    const shown = known.get(value) ?? shownComment(value);
    known.set(value, shown);
    return shown === value ? [] : [{ offset, length, value, shown }];
  });
  return { masks: [...masks, ...inComments].sort((a, b) => a.offset - b.offset), broken };
}

function shownComment(comment: string): string {
  const shown = sameLines(withoutValues(comment), maskedComment);
  return comment.endsWith('*/') && !shown.endsWith('*/') ? `${shown} */` : shown;
}

/** Settings that were made a comment are settings. */
function withoutValues(comment: string): string {
  const inside = comment.slice(2);
  if (!/["']\s{0,40}:/.test(inside)) return comment;
  const masks = [...settingsMasks(inside, true).masks].sort((a, b) => a.offset - b.offset);
  return comment.slice(0, 2) + withMasks(inside, masks, () => false);
}

/** A text with something hidden in it and as many lines as before: a hidden part may be several lines long. */
function sameLines(text: string, hide: (text: string) => string): string {
  const hidden = hide(text);
  if (!text.includes('\n')) return hidden;
  const missing = text.split('\n').length - hidden.split('\n').length;
  return missing > 0 ? hidden + '\n'.repeat(missing) : hidden;
}
