import assert from 'node:assert/strict';
import { CERTAIN, isCertain } from '../../../../src/core/answers/errorReading';
import { SURE } from '../../../../src/core/answers/rules/errorRule';
import { STATUS_RULES } from '../../../../src/core/answers/rules/statuses';
import { PRODUCTS } from '../../../../src/core/answers/products';
import { readAnswer, readErrorText } from '../../../../src/core/answers/readAnswer';
import { ERROR_RULES } from '../../../../src/core/answers/rules/allRules';
import { samplesOf } from './ruleSamples';

describe('every rule about error texts', () => {
  const samples = samplesOf(ERROR_RULES);
  for (const [rule, sample] of samples) {
    it(`${rule.cause} ← ${sample.slice(0, 90)}`, () => {
      const body = sample.replace(/^\d{3} /, '');
      const status = Number(/^\d{3}\b/.exec(sample)?.[0] ?? 401);
      const reading =
        rule.whole === true
          ? readAnswer({ kind: 'response', status, headers: {}, body, ms: 1 }, { facts: {}, secrets: [] })
          : readErrorText(sample);
      assert.match(sample, rule.match);
      assert.ok(reading !== undefined);
      assert.equal(reading.candidates[0].cause, rule.cause, JSON.stringify(reading.candidates));
      assert.equal(isCertain(reading), (rule.confidence ?? SURE) >= CERTAIN);
      const { name, speaker } = PRODUCTS[rule.from];
      assert.equal(reading.speaker, speaker);
      if (rule.from === 'person') assert.ok((rule.confidence ?? SURE) < CERTAIN, 'a person’s words decide nothing');
      else if (rule.from !== 'gateway' && rule.from !== 'network') assert.equal(reading.product, name);
    });
  }

  it('ends soon on any repetition of its own words: nothing in it repeats without an end', () => {
    for (const { match } of ERROR_RULES) {
      assert.doesNotMatch(match.source, /\)[+*]|\.\*|\.\+/, match.source);
      const words = [...new Set(match.source.match(/[A-Za-z_]{2,}(?: [A-Za-z_]+)*/g) ?? [])];
      for (const word of words) {
        for (const start of ['401 ', `401 ${words[0] ?? ''} `])
          assert.ok(readErrorText(`${start}${`${word} `.repeat(60)}\nzz`).candidates.length > 0);
      }
    }
  });

  it('names no candidate twice, and none as likely as itself', () => {
    for (const [{ cause, confidence = SURE, or = {} }, sample] of samples) {
      assert.ok(!(cause in or), sample);
      for (const [other, weight] of Object.entries(or)) assert.ok(weight < confidence, `${other}: ${sample}`);
    }
  });
});

describe('a status without words', () => {
  for (const { status, html, causes } of STATUS_RULES) {
    for (const code of status) {
      it(`${code}${html === true ? ' with a page' : ''} → ${Object.keys(causes)[0] ?? ''}`, () => {
        const body = html === true ? '<html><body>…</body></html>' : '';
        const reading = readAnswer(
          { kind: 'response', status: code, headers: {}, body, ms: 1 },
          { facts: {}, secrets: [] },
        );
        assert.equal(reading?.candidates[0].cause, Object.keys(causes)[0]);
      });
    }
  }
});
