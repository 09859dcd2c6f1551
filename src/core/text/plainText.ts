/**
 * A text in which nothing is a link, neither for VS Code nor for markdown: both want the bracket and the parenthesis side by
 * side. VS Code reads links in notifications, progress, and the remark below an input (`linkedText.ts`, the same in 1.100 and
 * 1.139), and runs the command that one names. Every other sign stays, so that a reader sees what was written.
 * @example "[Sign in](command:x)" → "[Sign in] (command:x)"
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}

/** A text in which nothing is an icon: VS Code draws one for `$(name)` in labels, the status bar and code lenses. */
function withoutIcons(text: string): string {
  return text.replaceAll('$(', '$ (');
}

/**
 * A text in which every sign shows that does something without being seen: control characters as pictures of themselves
 * (`␛`), what turns the direction of writing or has no width by its number. Line breaks and tabs stay, and so do the joiners
 * that Persian, Indian languages and emoji are written with.
 */
export function withVisibleControls(text: string): string {
  return text.replace(/(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '␡' : `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
  });
}

/** Nobody reads more in a message, a label or a hover; in characters. */
const LONGEST = 100_000;

/** A text for a place in which VS Code reads links or icons: whatever anybody wrote into it, it is only read. Cut where it is endless. */
export function plainText(text: string): string {
  return withoutIcons(withoutLinks(withVisibleControls(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)));
}

/** The same in markdown, on one line: CommonMark lets every sign of ASCII be escaped, so that no address turns into a link either. */
export function plainMarkdown(text: string): string {
  return plainText(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
