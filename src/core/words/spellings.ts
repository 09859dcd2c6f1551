/** The ways in which servers and proxies spell a secret when they echo it, the longest first. */
export function spellingsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const ascii = json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const percent = encodeURIComponent(secret.toWellFormed());
  const strict = percent.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  const form = new URLSearchParams({ '': secret }).toString().slice(1);
  const urls = [percent, strict, form, percent.replaceAll('%2F', '/'), encodeURI(secret.toWellFormed())];
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const spellings = [
    secret,
    ...[json, ascii, ascii.replaceAll('/', '\\/')].flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]),
    ...urls.flatMap((text) => [text, text.replace(/%../g, (byte) => byte.toLowerCase())]),
    ...[
      ['&quot;', '&#39;'],
      ['&#34;', '&#39;'],
      ['&quot;', '&#x27;'],
    ].map(([double = '', single = '']) => html.replaceAll('"', double).replaceAll("'", single)),
    ...base64Of(secret),
  ];
  return [...new Set(spellings)].sort((a, b) => b.length - a.length);
}

/** What all base64 texts with the secret in them have in common, for each of the three ways in which it can be aligned. */
function base64Of(secret: string): string[] {
  const bytes = Array.from(new TextEncoder().encode(secret), (byte) => String.fromCharCode(byte)).join('');
  return [0, 1, 2].flatMap((shift) => {
    const own = btoa(' '.repeat(shift) + bytes).slice(
      Math.ceil((shift * 8) / 6),
      Math.floor(((shift + bytes.length) * 8) / 6),
    );
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
