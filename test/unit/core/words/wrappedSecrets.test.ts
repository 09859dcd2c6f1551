import assert from 'node:assert/strict';
import fc from 'fast-check';
import { printable } from '../../../../src/core/views/checked';
import {
  explainHttp,
  explainJson,
  explainLine,
  explainPasted,
  explainText,
} from '../../../../src/core/views/cliExplain';
import { explainReading } from '../../../../src/core/explain/explanation';
import { explanationMarkdown } from '../../../../src/core/views/explanationMarkdown';
import { gatewayTeamText, MESSAGES_PATH } from '../../../../src/core/views/gatewayTeamText';
import { previewOf, readPasted } from '../../../../src/core/explain/pastedError';
import { hideSecrets, redact, redactLine } from '../../../../src/core/words/redact';
import { tracesIn } from '../../../../src/core/explain/requestTraces';
import { SPELLINGS } from './secretSpellings';
import { busyMs } from '../../../slowTexts/busy';

/** What a terminal, a mail program, a log or an editor puts into a long word. */
const BREAKS: Readonly<Record<string, string>> = {
  'a line break': '\n',
  'a line break of Windows': '\r\n',
  'a line break and blanks': '\n      ',
  blanks: '   ',
  'one blank': ' ',
  'a tab': '\t',
  'a hard blank': '\u00a0',
  'an ideographic blank': '\u3000',
  'a line separator': '\u2028',
  'a border': ' │\n│ ',
  'a heavy border': '┃\n┃  ',
  'a plain border': ' |\n| ',
  'a double border': '║\r\n║',
  'the border of Claude Code': '\n  ⎿  ',
  'a continued line': '\\\n',
  'a continued line of a prompt': ' \\\n> ',
  'a continued line of PowerShell': '`\n>> ',
  'a continued line of cmd': '^\r\n',
  'a quotation in a mail': '\n> ',
  'a mark of an editor': '\n↪ ',
  'a zero-width blank': '\u200b',
  'a zero-width joiner': '\u200d',
  'a byte order mark': '\ufeff',
  'a soft hyphen': '\u00ad',
  'a grapheme joiner': '\u034f',
  'a variation selector': '\ufe0f',
  'a filler': '\u3164',
  'an override': '\u202e',
  'a tag of the upper planes': '\u{e0061}',
  'a control character': '\u0000',
  'a colour': '\u001b[0m\u001b[31m',
  'a colour over a line break': '\u001b[K\n\u001b[31m  ',
  'a link': '\u001b]8;;\u0007',
  'two strings in a program': `" +\n  "`,
  'two strings side by side': `'\n    '`,
  'an escaped line break': '\\n',
  'an escaped line break in JSON in JSON': '\\\\r\\\\n   ',
  'an escaped colour': '\\u001b[31m',
  'an escaped invisible character': '\\u200b',
  'a line break of a page': '<br/>\n',
  'a possible line break of a page': '<wbr>',
  'a blank of a page': '&nbsp;',
  'a soft hyphen of a page': '&shy;',
  'a percent-encoded line break': '%0D%0A',
  'a line break in XML': '&#x0A;',
  'a numbered character with zeros': '&#0008288;',
  'an invisible character by its name': '&ZeroWidthSpace;',
  'a blank of a page, escaped twice': '&amp;#160;',
  'a percent-encoded invisible character': '%E2%80%8B',
  'a line break in an old encoding': '%u000A',
  'an invisible character of JavaScript': '\\u{200b}',
  'an invisible character of Python': '\\U0000200b',
  'a soft line break of a mail': '=\r\n',
  'a line break of a mail in a line of its own': '=0D=0A=\r\n',
  'a tag of a page': '<span class="x">',
  'the picture of a line break': '␊',
  'a blank of Braille': '\u2800',
  'a blank as an editor draws it': '·',
  'a list of strings': '", "',
  'bold type': '**',
};

/** What nobody has thought of: it may part a key once, and all the same nothing is left of either side. */
const STRANGE: readonly string[] = [
  '\n[2026-11-30T09:12:44.123Z] INFO  gateway: ',
  '\n00000010: ',
  '\n  12 | ',
  '\n// ',
  '\n# ',
  '\n * ',
  '\n- ',
  '" & _\n"',
  "' . '",
  '...\n...',
  ' (continued) ',
  '\n0|app  | ',
  '{',
  '\ufffd\ufffd',
  '_',
  '/',
];

/** What stands around it. */
const PLACES: readonly ((key: string) => string)[] = [
  (key) => key,
  (key) =>
    `API Error: 401 {"error":{"message":"LiteLLM Virtual Key expected. Received=${key}, expected to start with 'sk-'."}}`,
  (key) =>
    `HTTP/1.1 401 Unauthorized\nx-request-id: abc-123456\n\n{"error":{"type":"authentication_error","message":"no such key ${key}"}}`,
  (key) => `│ API Error: 401 invalid x-api-key                                    │\n│ ${key} │`,
  (key) => `curl -H 'x-api-key: ${key}' https://gw.example/v1/messages`,
];

/** Each way in which a text or an answer of somebody else is shown. */
const OUTPUTS: Readonly<Record<string, (text: string, secrets: readonly string[]) => string>> = {
  redact,
  hideSecrets,
  'a line': (text, secrets) => redactLine(text, secrets, 100_000),
  'the preview in a list': previewOf,
  'the text of a paste': (text, secrets) => readPasted(text, secrets).text,
  'a report': (text, secrets) => JSON.stringify(printable({ verdict: text, list: [text] }, secrets)),
  'the document': (text, secrets) => {
    const { reading } = readPasted(text, secrets);
    return reading === undefined ? '' : explanationMarkdown(explainReading(reading, secrets), true).text;
  },
  'the verdict': (text, secrets) => {
    const { reading } = readPasted(text, secrets);
    return reading === undefined ? '' : explainReading(reading, secrets).verdict;
  },
  'the text for the gateway team': (text, secrets) => {
    const pasted = readPasted(text, secrets);
    if (pasted.reading === undefined) return '';
    return gatewayTeamText({
      explanation: explainReading(pasted.reading, secrets),
      traces: tracesIn(pasted.text),
      at: 'now',
      sender: 'claude-code',
      path: MESSAGES_PATH,
    });
  },
  'explain in a terminal': (text, secrets) => {
    const explained = explainPasted(text, secrets);
    return explained.ok ? explainText(explained.explanation) + explainJson(explained.explanation) : explained.problem;
  },
  'explain of an answer': (text, secrets) => {
    const explained = explainHttp(JSON.stringify({ status: 401, headers: { 'x-note': text }, body: text }), secrets);
    return explained.ok ? explainText(explained.explanation) + explainJson(explained.explanation) : explained.problem;
  },
  'a line of JSON': (text, secrets) => {
    const texts = explainLine(JSON.stringify({ id: 1, kind: 'client-text', text }), secrets);
    const answers = explainLine(
      JSON.stringify({
        id: 1,
        kind: 'http',
        http: { status: 400, headers: {}, body: JSON.stringify({ error: { message: text } }) },
      }),
      secrets,
    );
    return JSON.stringify([texts, answers]);
  },
};

const LONGEST_REST = 8;

/** Only what a credential is made of, so that no break hides what is left of it. */
const bones = (text: string): string =>
  text
    .replace(
      /\\[nrt]|\\u[0-9a-f]{4}|\\u\{200b\}|\\U0000200b|<w?br\/?>|<span class=.{1,3}x.{1,3}>|&(?:amp;)?(?:nbsp|shy|ZeroWidthSpace|#x0A|#0008288|#160);|%0[DA]|%E2%80%8B|%u000A|=(?:0[DA]|(?=\r?\n))/g,
      '',
    )
    .replace(/\p{Cc}\[[0-9;]*[a-zA-Z]|\p{Cc}\]8;;/gu, '')
    .replace(/[^A-Za-z0-9=_%-]/g, '');

function leavesNothing(shown: string, spelling: string): void {
  const [rest, own] = [bones(shown), bones(spelling)];
  for (let at = 0; at + LONGEST_REST <= own.length; at++)
    assert.ok(
      !rest.includes(own.slice(at, at + LONGEST_REST)),
      `${own.slice(at, at + LONGEST_REST)} of ${own} in ${shown}`,
    );
}

/** What of a spelling comes from the secret: base64 may be of more. The characters at the seams are of both. */
function ownPart(spell: (secret: string) => string, secret: string): string {
  const [spelling, other] = [spell(secret), spell(secret.replace(/^.|.$/g, (end) => (end === 'q' ? 'Z' : 'q')))];
  let [start, end] = [0, 0];
  while (spelling[start] === other[start]) start += 1;
  while (spelling.at(-1 - end) === other.at(-1 - end)) end += 1;
  return start + end < 2 ? spelling : spelling.slice(start + 1, spelling.length - end - 1);
}

const broken = (text: string, every: number, offset: number, gap: string): string => {
  const pieces = [text.slice(0, offset)];
  for (let at = offset; at < text.length; at += every) pieces.push(text.slice(at, at + every));
  return pieces.filter((piece) => piece !== '').join(gap);
};

// With dots or asterisks it would look as if somebody had masked it already.
const key = fc
  .oneof(
    fc.stringMatching(/^sk-[A-Za-z0-9]{2}[0-9][A-Za-z]{2}[0-9][A-Za-z0-9_-]{12,40}$/),
    fc.stringMatching(/^[A-Za-z][0-9][A-Za-z0-9+/=~:@!$%^&_-]{14,60}[0-9][A-Za-z]$/),
  )
  .filter((secret) => bones(secret).length >= 16 && !/HTTP|Error/.test(secret));

describe('a known secret that something has broken', () => {
  for (const [name, gap] of Object.entries(BREAKS)) {
    it(`leaves nothing: ${name}`, () => {
      const everywhere = fc.record({
        secret: key,
        spell: fc.constantFrom(...Object.values(SPELLINGS)),
        place: fc.constantFrom(...PLACES),
        output: fc.constantFrom(...Object.entries(OUTPUTS)),
        every: fc.constantFrom(1, 3, 7, 16, 40, 76),
        offset: fc.nat({ max: 76 }),
      });
      fc.assert(
        fc.property(everywhere, ({ secret, spell, place, output: [where, show], every, offset }) => {
          const spelling = spell(secret);
          const text = place(broken(spelling, every, offset % spelling.length, gap));
          const shown = show(text, [secret]);
          try {
            leavesNothing(shown, ownPart(spell, secret));
          } catch (error) {
            throw new Error(`${where}: ${JSON.stringify(text)}`, { cause: error });
          }
        }),
        { numRuns: 150 },
      );
    });
  }

  it('leaves nothing, wherever it is broken once', () => {
    const secret = 'sk-sentinel-Hc83VnQ0sYw6KdTf2LrB';
    for (const gap of Object.values(BREAKS)) {
      for (let at = 1; at < secret.length; at++) {
        const text = `API Error: 401 invalid key ${secret.slice(0, at)}${gap}${secret.slice(at)} was refused`;
        leavesNothing(redact(text, [secret]), secret);
        leavesNothing(previewOf(text, [secret]), secret);
      }
    }
  });

  it('leaves nothing of either side, whatever has parted it', () => {
    const secret = 'sk-sentinel-Hc83VnQ0sYw6KdTf2LrB-9xQw7';
    const none = ({ text, parts }: { readonly text: string; readonly parts: readonly string[] }): void => {
      const shown = redact(`API Error: 401 invalid key ${text} was refused`, [secret]);
      for (const part of parts.filter(({ length }) => length >= 4))
        assert.ok(!shown.includes(part), `${part} in ${shown}`);
    };
    for (const gap of STRANGE) {
      for (let at = 1; at < secret.length; at++)
        none({ text: secret.slice(0, at) + gap + secret.slice(at), parts: [secret.slice(0, at), secret.slice(at)] });
      none({
        text:
          secret.slice(0, 7) +
          gap +
          secret.slice(7, 13) +
          gap +
          secret.slice(13, 26) +
          gap +
          secret.slice(26, 33) +
          gap +
          secret.slice(33),
        parts: [secret.slice(0, 7), secret.slice(7, 13), secret.slice(13, 26), secret.slice(26, 33), secret.slice(33)],
      });
    }
  });

  it('leaves no half where a terminal has cut it', () => {
    const secret = 'sk-sentinel-Hc83VnQ0sYw6KdTf2LrB';
    for (let at = 16; at <= secret.length; at++) {
      for (const text of [
        `no such key ${secret.slice(0, at)}`,
        `${secret.slice(-at)} is not known`,
        `│ key ${secret.slice(0, at)}… │`,
        `… ${secret.slice(-at, -1)}`,
        `a ${secret.slice(3, 3 + at)} b`,
      ])
        leavesNothing(redact(text, [secret]), secret);
    }
  });

  it('is hidden, and the words around it stay', () => {
    const secret = 'sk-sentinel-Hc83VnQ0sYw6KdTf2LrB';
    assert.equal(
      redact('key sk-sentinel-Hc83Vn │\n│ Q0sYw6KdTf2LrB is not known │', [secret]),
      'key ‹hidden› is not known │',
    );
    assert.equal(hideSecrets("a 'sk-sentinel-Hc83' +\n'VnQ0sYw6KdTf2LrB' b", [secret]), "a '‹hidden›' b");
  });
});

describe('a text without the secret', () => {
  it('stays as it is, byte for byte', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.array(key, { maxLength: 5 }), (text, secrets) => {
        assert.equal(hideSecrets(text, secrets), text);
      }),
      { numRuns: 500 },
    );
  });

  const rows: readonly [string, string][] = [
    ['the model is not found', 'notfound'],
    ['pass word and user name', 'password'],
    ['say “user 1234 56”', '123456'],
    ['claude sonnet 4 20250514', 'claude-sonnet-4-20250514'],
    ['no such model: claude-sonnet-4', 'claude-sonnet-4-20250514'],
    ['https://gw.example.com/v1/models answers', 'https://gw.example.com/v1/messages'],
    ['keys begin with sk-ant-api03-', 'sk-ant-api03-Zq7vXw3LkT9mB2nRZq7vXw3LkT9mB2nR'],
    ['“hunter” “hunter” is no name', 'hunterhunter'],
  ];
  for (const [text, secret] of rows)
    it(`has words that only resemble it: ${text}`, () => {
      assert.equal(hideSecrets(text, [secret]), text);
    });

  it('is searched in bounded time', () => {
    const secrets = ['sk-sentinel-Hc83VnQ0sYw6KdTf2LrB', 'a'.repeat(40), 'ab1'.repeat(20), '9'.repeat(8)];
    for (const piece of [
      'a',
      'ab',
      ' ',
      '│',
      '\\',
      '\n',
      '\u200b',
      '\u001b[',
      'sk-sentinel-Hc83VnQ0',
      'sk-sentinel-\n',
      'ab1',
      '1ba',
      'aaaaaaaaaaa ',
      '%0',
      '&nbsp',
      '<br',
      '\\u00',
      '"+',
      '9 ',
    ]) {
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
      const ms = busyMs(() => hideSecrets(text, secrets));
      assert.ok(ms < 2000, `${JSON.stringify(piece)} took ${Math.round(ms)} ms`);
    }
  });
});
