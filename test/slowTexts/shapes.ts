/** A text that is made to be slow, of any length. */
export interface Shape {
  readonly name: string;
  readonly make: (length: number) => string;
}

/** One piece again and again. */
const REPEATED: readonly string[] = [
  // White space and what ends lines.
  ' ',
  '\t',
  '\n',
  '\r',
  '\r\n',
  ' \n',
  '\n ',
  '\t ',
  '\u00a0',
  '\u2028',
  // What JSON, comments, markup and addresses are made of.
  '"',
  '\\',
  '/',
  '*',
  '{',
  '[',
  '}',
  ']',
  '-',
  '=',
  ':',
  ',',
  ';',
  '%',
  '&',
  '<',
  '>',
  '?',
  '#',
  '@',
  '.',
  '_',
  '|',
  '`',
  "'",
  '(',
  '!',
  '~',
  '$',
  '+',
  '^',
  // Words and digits.
  'a',
  'A',
  '0',
  'a ',
  'a\n',
  '1.',
  'é',
  '\u{1f600}',
  '\ud800',
  '\udc00',
  '\u0000',
  '\u001b',
  '\u001b[',
  '\u034f',
  '\u200b',
  // Pairs of what may begin and end something.
  '/*',
  '//',
  '\\"',
  '""',
  '":"',
  '",',
  '{"a":',
  '[{',
  '},',
  '/**/',
  '</',
  '&amp;',
  '%41',
  '\\u0041',
  '│ ',
  '::',
  '= ',
  // What a credential looks like, and what stands in front of one.
  'sk-',
  'sk-a ',
  'Bearer ',
  'eyJ',
  'eyJ.',
  'key',
  'key=',
  'token: ',
  'password',
  '"apiKey": "',
  '?key=',
  'https://a:b@',
  'http://',
  'AKIA',
  'x-api-key: ',
  'ANTHROPIC_API_KEY=',
  'A_B_C=',
  '-----BEGIN CERTIFICATE-----',
  '-----BEGIN ',
];

const repeated = (piece: string): Shape => ({
  name: JSON.stringify(piece),
  make: (length) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length),
});

const around = (start: string, piece: string, end: string): Shape => ({
  name: `${JSON.stringify(start)} … ${JSON.stringify(piece)} … ${JSON.stringify(end)}`,
  make: (length) => start + repeated(piece).make(Math.max(0, length - start.length - end.length)) + end,
});

/** Where something begins well, goes on for long, and ends otherwise. */
const AROUND: readonly Shape[] = [
  around('{"a": "b"', ' ', '}'),
  around('{', ' ', '"env": {"A": "b"}}'),
  around('{\n', '\t', '\n"claudeCode.environmentVariables": [{"name": "A", "value": "b"}]}'),
  around('{"claudeCode.environmentVariables": [', '{"name": "A", "value": "b"},', '{"name": "B", "value": "c"}]}'),
  around('{"env": {', '"A": "b",', '"C": "d"}}'),
  around('{"env": {"A": "', 'a', '"}}'),
  around('{', '/* a */', '"env": {}}'),
  around('{ // ', 'a: "', '\n}'),
  around('HTTP/1.1 401 Unauthorized\n', 'a: b\n', '\n{}'),
  around('https://gateway.example/', '/', '?'),
];

/** Ninety-six of them and some more. */
export const SHAPES: readonly Shape[] = [...REPEATED.map(repeated), ...AROUND];
