const percentLower = (text: string): string => text.replace(/%../g, (byte) => byte.toLowerCase());
const html = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
const json = (text: string): string => JSON.stringify(text).slice(1, -1);
const ascii = (text: string): string =>
  json(text).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** How others spell a secret when they echo it. */
export const SPELLINGS: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  json,
  'json in json': (secret) => json(json(secret)),
  'json of Python': ascii,
  'json of PHP': (secret) => ascii(secret).replaceAll('/', '\\/'),
  percent: (secret) => encodeURIComponent(secret),
  'percent in lower case': (secret) => percentLower(encodeURIComponent(secret)),
  'percent of a path': (secret) => encodeURI(secret),
  form: (secret) => new URLSearchParams({ secret }).toString().slice('secret='.length),
  html,
  base64: (secret) => Buffer.from(secret).toString('base64'),
  base64url: (secret) => Buffer.from(secret).toString('base64url'),
  'base64 of a pair': (secret) => Buffer.from(`me:${secret}`).toString('base64'),
  'base64 of a message': (secret) => Buffer.from(`{"key":"${secret}"}`).toString('base64'),
};
