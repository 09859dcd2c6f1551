import { t } from '@vscode/l10n';
import { anyOf } from './anyOf';

/** A command as it may be shown: whole, on one line, with nothing in it that steers a screen. */
export interface ShownCommand {
  readonly text: string;
  /** A credential that is configured here stands in it, and is not shown. */
  readonly masked: boolean;
}

/** What cannot be seen, or changes how the rest is seen. A line break and a tab can be drawn, and mean what they always mean. */
const STEERS = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;
/** What is seen as itself, and leaves the order of what is beside it alone. */
const PLAIN = /^[\p{L}\p{N}\p{P}\p{S}]$/u;
/** Letters that are written from right to left, blanks that count as letters or signs, and what stands for something else here. */
const NOT_PLAIN = anyOf(
  'u',
  /^[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]$/u, // א
  /^[\p{Default_Ignorable_Code_Point}\u2800\u{1d159}]$/u, // ⠀
  /^[\u2400-\u243f\u2039]$/u, // ␛
);
/** As many of the same that cannot be seen are drawn one by one; more as their number, so that what follows stays in view. */
const MOST_ALIKE = 3;

/**
 * A command as one line of visible characters: control characters as pictures (`␛`, `␊`), anything else that cannot be seen by
 * its number (`‹U+202E›`), runs of blanks and line breaks by their count (`‹␠×200›`). Nothing is left out or cut, and two
 * different commands are never drawn alike.
 * @param first whether the command begins here, and @param last whether it ends here: a blank is not seen there.
 */
function drawPart(part: string, first: boolean, last: boolean): string {
  let drawn = '';
  // Most runs are of one character, and most characters come often.
  const singles = new Map<string, string>();
  let [character, count, start] = ['', 0, 0];
  const draw = (end: number): void => {
    const atEdge = (first && start === 0) || (last && end === part.length);
    const known = count === 1 && !atEdge ? singles.get(character) : undefined;
    const run = known ?? (count === 0 ? '' : drawRun(character, count, atEdge));
    if (known === undefined && count === 1 && !atEdge) singles.set(character, run);
    drawn += run;
  };
  let at = 0;
  for (const next of part) {
    if (next === character) count += 1;
    else {
      draw(at);
      [character, count, start] = [next, 1, at];
    }
    at += next.length;
  }
  draw(at);
  return drawn;
}

function drawRun(character: string, count: number, atEdge: boolean): string {
  if (character === ' ') return count === 1 && !atEdge ? ' ' : `‹␠×${count}›`;
  if (isPlainAscii(character) || (PLAIN.test(character) && !NOT_PLAIN.test(character))) return character.repeat(count);
  const symbol = symbolOf(character);
  const one = symbol.startsWith('U+') ? `‹${symbol}›` : symbol;
  return count > MOST_ALIKE ? `‹${symbol}×${count}›` : one.repeat(count);
}

/** What {@link PLAIN} says of most of a command, at once. */
function isPlainAscii(character: string): boolean {
  return character > ' ' && character < '\x7f';
}

/** `␛` for ESC, `U+202E` for what has no picture. */
function symbolOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return code === 0x7f ? '␡' : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Why a command is not run from here, as a clause; undefined for one that can be shown as what it is. */
export function commandProblem(command: string): string | undefined {
  const found = STEERS.exec(command);
  if (found === null) return undefined;
  const symbol = symbolOf(found[0]);
  const names = {
    character: symbol.startsWith('U+')
      ? symbol
      : `${symbol} (U+${(found[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')})`,
    position: found.index + 1,
  };
  return t(
    'it contains the invisible character {character} at position {position}, which can hide what the command does',
    names,
  );
}

/**
 * A command for people to agree to. Only a credential that is configured on this machine is masked: what merely looks like one
 * may be what the command does.
 * @param secrets {@link maskable} ones
 */
export function showCommand(command: string, secrets: readonly string[]): ShownCommand {
  const mask = `‹${t('a configured credential')}›`;
  let masked = false;
  let text = '';
  let from = 0;
  const drawTo = (end: number): void => {
    text += drawPart(command.slice(from, end), from === 0, end === command.length);
  };
  const longestFirst = [...new Set(secrets)].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  for (let at = 0; at < command.length; at++) {
    const secret = longestFirst.find((one) => command.startsWith(one, at));
    if (secret === undefined) continue;
    drawTo(at);
    text += mask;
    masked = true;
    from = at + secret.length;
    at = from - 1;
  }
  drawTo(command.length);
  return { text, masked };
}

/** The lines of a drawn command in a document, none so long that its end is out of view. */
export function commandLines(text: string, width = 80): string[] {
  return text.match(new RegExp(`[^]{1,${width}}`, 'gu')) ?? [];
}
