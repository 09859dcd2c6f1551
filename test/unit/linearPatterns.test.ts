import assert from 'node:assert/strict';
import { analyse } from 'scslre';
import { readErrorText } from '../../src/core/answers/readAnswer';
import { redact } from '../../src/core/words/redact';
import { builtPatterns, literalPatterns, type Pattern } from '../slowTexts/everyPattern';

/** Patterns that may be slow on long texts, with what keeps every text that they are tried on short. */
const BOUNDED: readonly (Pick<Pattern, 'source'> & { readonly because: string })[] = [
  { source: '[\\w.]+\\/[\\w.]+$', because: 'tried on the labels of SOURCES only' },
  { source: '\\\\*$', because: 'tried on a slice of 16 characters' },
  { source: '["\'`](?!\\w).*$', because: 'tried on a word: without white space in it, the rest of it always fits' },
];

/** What makes it slow, in a few words; undefined when its time grows with the length of the text and no faster. */
function slowness({ source, flags }: Pick<Pattern, 'source' | 'flags'>): string | undefined {
  const { reports } = analyse({ source, flags }, { reportTypes: { Move: true, Self: true, Trade: true } });
  return reports.length === 0
    ? undefined
    : reports
        .map(
          ({ type, character, exponential }) =>
            `${exponential ? 'exponential' : type}, on a run of ${JSON.stringify(character.pick)}`,
        )
        .join('; ');
}

function isBounded({ source }: Pattern): boolean {
  return BOUNDED.some((row) => row.source === source);
}

describe('every regular expression', () => {
  const literal = literalPatterns();
  // What is put together only when it is needed is put together here.
  const built = builtPatterns(() => {
    readErrorText(
      'API Error: 401 {"error":{"message":"Authentication Error, Invalid proxy server token passed. Received=sk-a"}}\n"api_key": "a b"',
    );
    redact('"token": "it’s \\"this\\" one"\nset-cookie: a=b; path=/', ['a-known-secret']);
  });

  it('is found, whether it is written down or put together', () => {
    assert.ok(literal.length > 400, String(literal.length));
    assert.ok(built.length > 10, String(built.length));
    assert.ok(built.some(({ place }) => place.startsWith('src/core/')));
  });

  it('takes no longer than the text is long', () => {
    const slow = [...literal, ...built]
      .filter((pattern) => !isBounded(pattern))
      .flatMap((pattern) => {
        const why = slowness(pattern);
        return why === undefined ? [] : [`${pattern.place}: /${pattern.source}/${pattern.flags} ${why}`];
      });
    assert.deepEqual(slow, []);
  });

  it('that is slow is known as such', () => {
    for (const source of ['[ \\t]*$', '\\/+$', '(a+)+$', '\\s*\\n\\s*', '^[ \\t]*<?[ \\t]*$'])
      assert.notEqual(slowness({ source, flags: 'g' }), undefined, source);
  });

  it('of the exceptions is still there, and still one', () => {
    for (const row of BOUNDED)
      assert.ok(
        [...literal, ...built].some(
          (pattern) => isBounded(pattern) && pattern.source === row.source && slowness(pattern) !== undefined,
        ),
        row.source,
      );
  });
});
