import { stripControls } from '../words/redact';

/**
 * Colours of the pictures. A picture is shown on the background of any theme and inherits nothing from it: each
 * of these can be read on white, on the dark grey of dark themes and on black.
 */
export const INK = { grey: '#7d7d7d', first: '#3b82c4', second: '#c26a1e' } as const;

/** Pixels. Narrow, so that it is not shrunk beside an editor. */
export const PICTURE_WIDTH = 420;

/** Text in a picture: `size` in pixels, no smaller than 11. */
export function svgText(
  x: number,
  y: number,
  text: string,
  {
    size = 13,
    anchor = 'start',
    weight = 400,
  }: { readonly size?: number; readonly anchor?: 'start' | 'middle' | 'end'; readonly weight?: number } = {},
): string {
  return `<text x="${px(x)}" y="${px(y)}" font-size="${size}" font-weight="${weight}" text-anchor="${anchor}" fill="${INK.grey}">${xmlText(text)}</text>`;
}

/** A whole picture. */
export function svgDocument(height: number, title: string, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE_WIDTH}" height="${px(height)}" viewBox="0 0 ${PICTURE_WIDTH} ${px(height)}" font-family="system-ui, 'Segoe UI', sans-serif"><title>${xmlText(title)}</title>${parts.join('')}</svg>`;
}

/** A picture in a markdown text, on its own line. `alt` can contain other people’s words; brackets in it would end it. */
export function pictureMarkdown(svg: string, alt: string): string {
  const bytes = Array.from(new TextEncoder().encode(svg), (byte) => String.fromCharCode(byte)).join('');
  return `![${alt.replaceAll(/[[\]\\]/g, ' ')}](data:image/svg+xml;base64,${btoa(bytes)})`;
}

/** A length in a picture, in pixels with one decimal. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Round numbers from 0 to `end`, four or five of them. */
export function ticksUpTo(end: number): number[] {
  const rough = end / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power);
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
}

function xmlText(text: string): string {
  return stripControls(text)
    .toWellFormed()
    .replaceAll(/[\ufffe\uffff]/g, '')
    .replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
