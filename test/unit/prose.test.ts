import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../host/repository';
import { BUNDLE } from '../l10n/sourceTexts';

interface Rule {
  readonly avoid: RegExp;
  readonly write: string;
  /** Texts that the rule is about, and some that are right English. */
  readonly wrong: readonly string[];
  readonly right: readonly string[];
}

/** What a native technical writer wouldn't write, and what they would. */
const RULES: readonly Rule[] = [
  { avoid: /\bmend/i, write: 'fix', wrong: ['Mend it.'], right: ['as recommended', 'an amendment'] },
  {
    avoid: /\bby (?:itself|themselves)\b/,
    write: 'automatically, or alone',
    wrong: ['It is set by itself.'],
    right: ['itself'],
  },
  {
    avoid: /\bst(?:ands?|ood)\b/,
    write: 'is (set) in, is at, is there, represents',
    wrong: ['It stands in a file.', 'what stood there'],
    right: ['You don’t understand.', 'standard'],
  },
  { avoid: /\bbelongs? (?:in|into)\b/, write: 'put it in', wrong: ['It belongs into X.'], right: ['It belongs to X.'] },
  {
    avoid: /(?<!\b[Tt]here )\b(?:is|are) no (?!longer\b|more\b|less\b|later\b|earlier\b)\w+/,
    write: 'isn’t a, or there’s no',
    wrong: ['It is no JSON.'],
    right: ['There is no file.', 'It is no longer used.'],
  },
  {
    avoid: /\bcounts\b|\b(?:not|only|to) count\b|(?<!\bToken )\bcounting\b/i,
    write: 'applies, takes effect',
    wrong: ['It does not count.'],
    right: ['count_tokens', 'Token counting', 'an account'],
  },
  {
    avoid: /\b(?:leave|leaves|leaving|left)\b[^.,;:]{0,20}? out\b/i,
    write: 'ignore, skip, omit',
    wrong: ['It is left out.', 'Leave the check out.'],
    right: ['It is left over.'],
  },
  { avoid: /\btogether\b/, write: 'in total, or both', wrong: ['3 tokens together'], right: ['altogether'] },
  { avoid: /\bshall\b/i, write: 'should, will, must', wrong: ['where it shall go'], right: ['shallow'] },
  {
    avoid: /(?<!\b[Yy]ou[’']re )\b(?:tells?|told) (?!you\b|us\b|me\b)|\btells?\.|\bcan(?:not| be)? (?:be )?told\b/,
    write: 'shows, says, determines; of people: told you',
    wrong: ['the answers tell no time', 'that cannot be told'],
    right: ['your gateway team told you to use it', 'You’re told the number before anything is sent'],
  },
  {
    avoid: /\bis said\b|\bare said\b|\bwas said\b/,
    write: 'say who or what',
    wrong: ['The same is said of it.'],
    right: ['It said so.'],
  },
  { avoid: /!(?!=|\[|--)/, write: 'a full stop', wrong: ['Done!'], right: ['a != b'] },
  {
    avoid: /\b(?:is|are|was|were|do|does|did|has|have|had|would|should|could|can) not\b|\bcannot\b/,
    write: 'a contraction: isn’t, doesn’t, can’t',
    wrong: ['It cannot be read.', 'It is not set.'],
    right: ['It can’t be read.', 'whether or not'],
  },
  {
    avoid: /^What (?!to do\b)[^.?]*$|^That [^.?]*$/,
    write: 'a noun phrase',
    wrong: ['What you may read:', 'What was seen'],
    right: ['What to do', 'What is the credential?'],
  },
  {
    avoid: /\blikeliest\b|\bseldom\b|\bof (?:its|their) own\b|\bby number\b|\b[Nn]obody has to act\b/,
    write: 'most likely; rarely; its own, custom; IP address; no action needed',
    wrong: ['Nobody has to act.', 'a header of its own'],
    right: ['its own header'],
  },
];

function broken(text: string): string[] {
  return RULES.filter(({ avoid }) => avoid.test(text)).map(
    ({ avoid, write }) => `“${text.slice(0, 160)}”: not ${avoid.exec(text)?.[0] ?? ''}, but ${write}`,
  );
}

const textsOf = (file: string): string[] =>
  Object.values(JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, string>>);

describe('the prose that people read', () => {
  it('is tested by rules that find what is wrong, and nothing that is right', () => {
    for (const { avoid, wrong, right } of RULES) {
      for (const text of wrong) assert.match(text, avoid);
      for (const text of right) assert.doesNotMatch(text, avoid);
    }
  });

  it('is plain English in the manifest', () => {
    assert.deepEqual(textsOf(join(REPOSITORY, 'package.nls.json')).flatMap(broken), []);
  });

  it('is plain English in the source', () => {
    assert.deepEqual(textsOf(BUNDLE).flatMap(broken), []);
  });
});
