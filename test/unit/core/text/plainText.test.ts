import assert from 'node:assert/strict';
import fc from 'fast-check';
import { plainMarkdown, plainText, withoutLinks, withVisibleControls } from '../../../../src/core/text/plainText';
import { redact } from '../../../../src/core/words/redact';
import { HOSTILE_TEXTS, linksIn, VSCODE_ICON } from '../../../fixtures/hostileTexts';

/** Texts made of the pieces that links, icons and hidden signs are made of. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '[',
        ']',
        '(',
        ')',
        '](',
        '[a]',
        '(command:x)',
        '(https://x)',
        'file:',
        '$',
        '$(',
        'trash)',
        '~spin',
        ' ',
        '\n',
        '\r',
        '\t',
        '"',
        '\\',
        '\u200b',
        '\u202e',
        '\u0000',
        '\u001b',
        '\u001b[0m',
        'text',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

describe('a text for a place in which VS Code reads links or icons', () => {
  it('holds neither, whatever anybody wrote', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.constantFrom(...HOSTILE_TEXTS)), (text) => {
        for (const shown of [plainText(text), redact(plainText(text)), plainText(redact(text))]) {
          assert.deepEqual(linksIn(shown), []);
          assert.doesNotMatch(shown, VSCODE_ICON);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('holds no link once it has gone through redaction, whichever view it is for', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.constantFrom(...HOSTILE_TEXTS)), (text) => {
        assert.deepEqual(linksIn(redact(text)), []);
      }),
      { numRuns: 2000 },
    );
  });

  it('shows every sign that was written, and none that only works in secret', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const letters = (some: string): string =>
          some.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp} \u2400-\u2421]|‹U\+[0-9A-F]+›/gu, '');
        assert.equal(letters(plainText(text)), letters(text));
        assert.doesNotMatch(plainText(text), /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        assert.equal(plainText(plainText(text)), plainText(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('is what it was where it needs no change', () => {
    for (const text of [
      'Connected to gw.example. No action needed.',
      'https://[::1]:8080/v1/messages?beta=true',
      'a list [1] (of two)',
      '2 $ (about)',
      'नमस्ते, می‌خواهم, 👩‍💻',
      'two\nlines\tand a tab',
    ]) {
      assert.equal(plainText(text), text);
      assert.equal(withoutLinks(text), text);
    }
  });

  it('draws what a terminal would obey', () => {
    assert.equal(withVisibleControls(": '\u001b]0;x\u0007' \u007f \u202e"), ": '␛]0;x␇' ␡ ‹U+202E›");
  });

  it('is words alone in markdown: no link, no address that turns into one, no HTML, no icon', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          hostile,
          fc.constantFrom(
            ...HOSTILE_TEXTS,
            'https://evil.example www.evil.example me@evil.example',
            '<img src=x onerror=y>',
            '&lt;b&gt;',
            '![x](https://evil.example)',
          ),
        ),
        (text) => {
          const shown = plainMarkdown(text);
          assert.doesNotMatch(shown, /(?<!\\)(?:\\\\)*[!-/:-@[\]-`{-~]/, 'every sign of ASCII is escaped');
          assert.doesNotMatch(shown, /\n/);
          // What the escapes stand for: an icon is looked for after they are gone.
          assert.doesNotMatch(shown.replace(/\\(.)/g, '$1'), VSCODE_ICON);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
