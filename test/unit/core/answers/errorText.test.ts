import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isHtmlText, prepareText } from '../../../../src/core/answers/errorText';
import { readAnswer, readErrorText } from '../../../../src/core/answers/readAnswer';
import { UNPRINTABLE } from '../support';
import { labelledErrors, readingOf } from './labelledErrors';

const ALL = [...labelledErrors('errors'), ...labelledErrors('moreErrors')];

/** Breaks lines where a terminal of this width does: at a space where there is one, else in the middle of a word. */
function wrapped(text: string, columns: number, indent: string): string {
  const lines = text.split('\n').flatMap((line) => {
    const parts: string[] = [];
    let rest = line;
    while (rest.length > columns) {
      const at = rest.lastIndexOf(' ', columns);
      const cut = at > 0 ? at : columns;
      parts.push(rest.slice(0, cut));
      rest = rest.slice(at > 0 ? cut + 1 : cut);
    }
    return [...parts, rest];
  });
  return lines.join(`\n${indent}`);
}

/** Breaks lines after so many characters, whatever stands there. */
function cut(text: string, columns: number): string {
  return text.replace(new RegExp(`(.{${columns}})(?=.)`, 'g'), '$1\n');
}

function coloured(text: string): string {
  return text.replace(/\S+/g, (word, at: number) =>
    at % 3 === 0 ? `\u001b[31m${word}\u001b[39m` : at % 3 === 1 ? `\u001b[2m${word}\u001b[0m` : word,
  );
}

const KEYS = /\b(sk|req|msg)[-_][\w.-]{6,}/g;
const MODELS = /\bclaude-(opus|sonnet|haiku|\d)[\w.-]*/g;
const HOSTS =
  /\b(?!(?:api\.anthropic|.*openrouter|.*googleapis|.*cloudflareaccess|platform\.|console\.|docs\.|code\.|status\.|downloads\.|storage\.|.*azure)[\w.]*)([\w-]+\.)+(com|org|net|ai|dev|io|internal|local)\b/g;

/** What may be different about the same error. */
const CHANGES: Readonly<Record<string, (text: string) => string>> = {
  'in colours': coloured,
  'wrapped at 60 columns': (text) => wrapped(text, 60, '     '),
  'cut at 60 columns': (text) => cut(text, 60),
  'quoted as JSON': (text) => JSON.stringify({ message: text }),
  'quoted twice': (text) => JSON.stringify({ log: JSON.stringify({ message: text }) }),
  'with times in front': (text) =>
    text
      .split('\n')
      .map((line, index) => `2026-08-09T10:11:${String(index % 60).padStart(2, '0')}.345Z ${line}`)
      .join('\n'),
  'with times in brackets in front': (text) =>
    text
      .split('\n')
      .map((line) => `[10:11:12] ${line}`)
      .join('\n'),
  'about another model': (text) => text.replace(MODELS, 'acme-large-v7'),
  'with other keys and ids': (text) =>
    text.replace(KEYS, (all, prefix: string) => `${prefix}${all.charAt(prefix.length)}ZZ9x8y7w6v5u4`),
  'of another host': (text) => text.replace(HOSTS, 'gw.acme.example'),
  'with a stack trace': (text) =>
    `${text}\n    at makeRequest (file:///opt/app/client.js:120:15)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)`,
  'in a report in another language': (text) => `使用网关时出现以下错误，请帮忙看看。\n\n${text}\n\n谢谢！`,
  'with Windows line ends': (text) => text.replaceAll('\n', '\r\n'),
};

describe('the same error', () => {
  for (const [how, change] of Object.entries(CHANGES)) {
    it(`${how} has the same cause`, () => {
      const wrong = ALL.flatMap(({ id, text, http }) => {
        const before = readingOf({ ...(text === undefined ? {} : { text }), ...(http === undefined ? {} : { http }) })
          ?.candidates[0].cause;
        // Of an answer only what stands in its body can be worded differently.
        if (http !== undefined && !/^(about|with other|of another)/.test(how)) return [];
        const after = readingOf(
          http === undefined ? { text: change(text ?? '') } : { http: { ...http, body: change(http.body) } },
        )?.candidates[0].cause;
        return before === after ? [] : [`${id}: ${before ?? '–'} became ${after ?? '–'}`];
      });
      assert.deepEqual(wrong, []);
    });
  }
});

describe('any text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.constantFrom(...ALL.map((row) => row.text ?? row.http?.body ?? '')),
    fc.string({ unit: 'binary' }).map((rest) => `HTTP/1.1 401 Unauthorized\nserver: ${rest}\n\n{"error":"${rest}"}`),
  );

  it('is read without failing, and what is read is printable', () => {
    fc.assert(
      fc.property(text, text, fc.integer({ min: 100, max: 599 }), (one, other, status) => {
        const readings = [
          readErrorText(`${one}${other}`),
          readAnswer(
            {
              kind: 'response',
              status,
              headers: { [other.slice(0, 10)]: one.slice(0, 50), location: other },
              body: one,
              ms: 1,
            },
            { facts: {}, secrets: [] },
          ),
        ];
        for (const reading of readings) {
          if (reading === undefined) continue;
          assert.ok(reading.evidence.length <= 300, reading.evidence);
          assert.doesNotMatch(reading.evidence, UNPRINTABLE);
          assert.doesNotMatch(Object.values(reading.facts).join(' '), UNPRINTABLE);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never shows a secret that is known, or that looks like one', () => {
    const secret = 'sk-sentinel-0123456789abcdef';
    fc.assert(
      fc.property(fc.constantFrom(...ALL.map((row) => row.text ?? row.http?.body ?? '')), fc.nat(), (around, at) => {
        const place = at % (around.length + 1);
        const whole = `${around.slice(0, place)} ${secret} ${around.slice(place)}`;
        for (const reading of [
          readErrorText(whole),
          readErrorText(whole, [secret]),
          readErrorText(JSON.stringify(whole)),
          readAnswer(
            { kind: 'response', status: 401, headers: { location: whole }, body: whole, ms: 1 },
            { facts: {}, secrets: [secret] },
          ),
        ])
          assert.doesNotMatch(JSON.stringify(reading), /sentinel/);
      }),
      { numRuns: 300 },
    );
  });

  it('never shows what stands behind the name of a credential, in whatever envelope', () => {
    const hidden = ['hunter2plain123', 'ab12"!cd34'];
    for (const secret of hidden) {
      const body = JSON.stringify({ error: { message: 'nope', api_key: secret, password: secret } });
      for (const reading of [
        readAnswer({ kind: 'response', status: 400, headers: {}, body, ms: 1 }, { facts: {}, secrets: [] }),
        readErrorText(`API Error: 400 ${body}`),
        readErrorText(JSON.stringify({ message: body })),
      ])
        assert.doesNotMatch(JSON.stringify(reading), /hunter2|cd34/);
    }
  });

  it('of a million characters is cut down to what matters: its ends, and what is around the words of an error', () => {
    const noise = 'lorem ipsum dolor sit amet '.repeat(40_000);
    assert.equal(readErrorText(`${noise}${noise}`).candidates[0].cause, 'unknown');
    for (const whole of [
      `getaddrinfo ENOTFOUND gw.example\n${noise}`,
      `${noise}\ngetaddrinfo ENOTFOUND gw.example`,
      `${noise}\nError: getaddrinfo ENOTFOUND gw.example\n${noise}`,
    ])
      assert.equal(readErrorText(whole).candidates[0].cause, 'dns-failure');
    assert.ok(prepareText(noise).flat.length < 40_000);
  });
});

describe('a pasted answer', () => {
  for (const [what, text, status, headers] of [
    [
      'of curl -i',
      'HTTP/2 401 \nserver: nginx/1.25\nX-LiteLLM-Call-Id: 7\n\n{"error":"no"}',
      401,
      'server: nginx/1.25\nx-litellm-call-id: 7',
    ],
    ['of curl -v', '< HTTP/1.1 403 Forbidden\n< server: awselb/2.0\n<\n<html>', 403, 'server: awselb/2.0'],
    ['without headers', 'HTTP/1.1 502 Bad Gateway', 502, ''],
    ['in a sentence', 'I got an HTTP 404 there', 404, ''],
    ['as JSON', '{"status": 429, "body": ""}', 429, ''],
    ['of the client', 'API Error (503 no healthy upstream) · Retrying', 503, ''],
    ['that is a version or an address', 'version 1.401.2 at 127.0.0.1:4010, 401 lines', undefined, ''],
  ] as const) {
    it(`${what}: status and headers`, () => {
      const prepared = prepareText(text);
      assert.deepEqual([prepared.status, prepared.headers], [status, headers]);
    });
  }

  it('is a page when it holds one', () => {
    assert.deepEqual(['<!DOCTYPE html>', 'x <HTML lang=en>', '<h1>no</h1>', '<html-like>', 'a < b'].map(isHtmlText), [
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
