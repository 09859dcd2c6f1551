import assert from 'node:assert/strict';
import { config } from '@vscode/l10n';
import { assessAll, type Assessment } from '../../src/core/checks/assessment';
import { reviewBaseUrl } from '../../src/core/claude/baseUrl';
import { CAUSE_IDS, type Severity } from '../../src/core/causes/causes';
import { checkJson } from '../../src/core/views/checkJson';
import { configJson } from '../../src/core/views/cliText';
import { reviewCredential, reviewHelperCommand, reviewHelperOutput } from '../../src/core/claude/credential';
import { readEntries } from '../../src/core/files/edits';
import { effectiveConfig } from '../../src/core/views/effectiveConfig';
import { gateLines } from '../../src/core/views/surfaceWords';
import { configMarkdown } from '../../src/core/views/effectiveConfigMarkdown';
import { explainFinding } from '../../src/core/explain/explanation';
import { explanationMarkdown } from '../../src/core/views/explanationMarkdown';
import { explain, finding, verdictOf } from '../../src/core/causes/findings';
import { healthOf } from '../../src/core/health/health';
import { buildReport } from '../../src/core/views/report';
import { reportMarkdown } from '../../src/core/views/reportMarkdown';
import { Secret } from '../../src/core/words/secret';
import { parseSettings } from '../../src/core/files/settingsText';
import type { Snapshot, SourceReading } from '../../src/core/config/snapshot';
import { placeLabel } from '../../src/core/config/places';
import { tableText } from '../../src/core/text/tableText';
import { troubleshootingMarkdown } from '../../src/core/views/troubleshootingPage';
import { sourceTexts } from '../l10n/sourceTexts';
import { bracketed, outsideBrackets } from '../l10n/translation';
import { CASES, type Case } from './core/checks/staticChecks.cases';
import { assessed, BROKEN, reading, snapshotOf } from './core/support';
import { picturesIn } from './core/views/wellFormedXml';
import { requestKey, type LastCheck } from '../../src/core/probes/lastCheck';

/** What may stand there in every language: names of variables, settings, headers, products and files, addresses, numbers. */
const NO_WORDS =
  /\b[a-z]+[A-Z]\w+|[A-Z][A-Z0-9_]{3,}|``.*?``|`[^`]*`|\]\((?:https?:|data:|#)[^)]*\)|https?:\/\/\S+|[\w~/.-]*[./][\w/.-]+|(?:Authorization|x-api-key|Amazon Bedrock|Google Vertex AI|Microsoft Foundry|POST|HTTP|VS Code|Claude Code|Gateway|DNS|TCP|TLS|ms)\b/g;

/** The words of a text that are not translated. */
function untranslated(text: string): string[] {
  return (
    outsideBrackets(text.replaceAll('\\_', '_'))
      .replace(NO_WORDS, ' ')
      .match(/\p{L}{2,}/gu) ?? []
  );
}

const TOKEN = 'sk-made-up-0123456789';
const MACHINES: readonly [string, readonly SourceReading[], Partial<Snapshot>?][] = [
  ['nothing', []],
  [
    'a gateway',
    [
      reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: TOKEN }),
      reading('shell', { ANTHROPIC_BASE_URL: 'https://old.example' }),
    ],
  ],
  [
    'two credentials',
    [
      reading(
        'user-settings',
        { ANTHROPIC_BASE_URL: 'http://gw.example/v1', ANTHROPIC_AUTH_TOKEN: TOKEN, ANTHROPIC_API_KEY: 'sk-other' },
        { helper: new Secret('get-key') },
      ),
    ],
  ],
  [
    'a provider',
    [
      reading('shell', {
        CLAUDE_CODE_USE_BEDROCK: '1',
        ANTHROPIC_BASE_URL: 'https://gw.example',
        ANTHROPIC_MODEL: ' m',
        API_TIMEOUT_MS: '1s',
      }),
    ],
  ],
  [
    'broken files',
    [
      reading('managed-file', {}, { location: '/etc/m.json', outcome: { ...BROKEN.outcome, message: 'x' } }),
      reading('local-settings', {}, { outcome: { status: 'absent' } }),
      reading('vscode-user', {}, { ignored: 'x' }),
    ],
    { trusted: false, claudeExtension: undefined },
  ],
];

/** The state of a machine after a check with this finding. */
function stateOf(
  readings: readonly SourceReading[],
  more: Partial<Snapshot> = {},
): { snapshot: Snapshot; assessments: readonly Assessment[]; main: Assessment; last: LastCheck } {
  const snapshot = snapshotOf(readings, more);
  const assessments = assessAll(snapshot);
  const [main] = assessments;
  assert.ok(main !== undefined);
  const last: LastCheck = {
    at: 0,
    target: requestKey(main.request),
    findings: [finding('credential-rejected', 'HTTP 401')],
    probes: [
      {
        id: 'messages',
        label: '1',
        outcome: 'problem',
        ms: 90,
        detail: '2',
        startedAt: 1,
        paid: 1,
        phases: { connected: 20, tunnelled: 30, secured: 40, answered: 50 },
        arrivals: [
          { ms: 60, bytes: 1, events: 1 },
          { ms: 90, bytes: 1, events: 1 },
        ],
      },
    ],
    scope: 'full',
    paidRequests: 1,
    ms: 91,
  };
  return { snapshot, assessments, main, last };
}

/** Keys whose texts people read; those of all others are ids and values. */
const WORDS = [
  'verdict',
  'because',
  'text',
  'why',
  'title',
  'owner',
  'remedy',
  'evidence',
  'label',
  'detail',
  'surfaces',
];

/** Every key of a value and every id in it, however deep. */
function skeleton(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => skeleton(item, key));
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' &&
      (WORDS.includes(key) || value.includes('⟦') || /^(?:hidden, |a command, |empty$)/.test(value))
      ? 'words'
      : value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, skeleton(inner, name)]));
}

/** Everything that a case puts in, as one text. */
function inputOf(value: unknown): string {
  if (value instanceof Secret) return value.reveal();
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, inner]) => `${key} ${inputOf(inner)}`)
    .join(' ');
}

function untranslatedOf({ readings, surface, more }: Case): string[] {
  // A clause of the input may begin a sentence.
  const input = inputOf([readings, more]).toLowerCase();
  const { findings } = assessed(readings, surface, more);
  const texts = findings.flatMap(({ evidence, facts }) => [evidence, ...Object.values(facts)]);
  return texts.flatMap((text) =>
    untranslated(text)
      .filter((word) => !input.includes(word.toLowerCase()))
      .map((word) => `${word}: ${text}`),
  );
}

describe('in another language', () => {
  const { texts } = sourceTexts();
  const translate = (): void => {
    config({ contents: bracketed(texts) });
  };
  const english = (): void => {
    config({ contents: {} });
  };
  beforeEach(translate);
  afterEach(english);

  it('every cause is explained: title, cause, steps, who acts', () => {
    for (const cause of CAUSE_IDS) {
      const found = finding(cause, '');
      const { title, cause: why, owner, remedy } = explain(found);
      for (const text of [title, why, owner, ...remedy, verdictOf(found)])
        assert.deepEqual([text.includes('⟦'), untranslated(text)], [true, []], `${cause}: ${text}`);
    }
  });

  it('the page and the explanation of every cause are', () => {
    // Ids of causes stay: as a heading, as a link, in parentheses or behind words of ours.
    const ids = new RegExp(`(?<=^### |[[(⟧])(?:${CAUSE_IDS.join('|')})(?=$|[\\])])`, 'gm');
    const explanations = CAUSE_IDS.map(
      (cause) => explanationMarkdown(explainFinding(finding(cause, 'HTTP 401', {}, false)), true).text,
    );
    for (const line of [troubleshootingMarkdown(), ...explanations].join('\n').replace(ids, '').split('\n'))
      assert.deepEqual(untranslated(line), [], line);
  });

  it('the words of the status bar and the verdicts are', () => {
    const { main, last } = stateOf([
      reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: TOKEN }),
    ]);
    const none = stateOf([]).main;
    const severities: readonly Severity[] = ['error', 'warning'];
    const all = [
      healthOf(main.request, [], undefined, true),
      healthOf(main.request, [], undefined, false),
      healthOf(none.request, [], undefined, false),
      healthOf(main.request, [], { ...last, findings: [] }, false),
      healthOf(
        main.request,
        [],
        { ...last, findings: [], probes: last.probes.map((check) => ({ ...check, outcome: 'skipped' })) },
        false,
      ),
      ...severities.map((severity) =>
        healthOf(main.request, [{ ...finding('redirected', 'HTTP 302'), severity }], undefined, false),
      ),
    ];
    assert.equal(new Set(all.map(({ state }) => state)).size, 6);
    for (const { word, verdict } of all)
      assert.deepEqual([word.startsWith('⟦'), untranslated(`${word} ${verdict}`)], [true, []], `${word}: ${verdict}`);
  });

  it('what Connect says of an address, a credential and a command is', () => {
    const urls = [
      '',
      'gw',
      'https://g w',
      'https://g\u200bw',
      'https://g<w',
      'https://',
      'ftp://gw',
      'https://a:b@gw',
      'https://gw?x',
      'https://gw/v1',
      'https://gw/v1/messages',
      'http://gw',
    ];
    const credentials = ['', 'a\nb', ' a', 'a ', 'a“b', 'a\u0007b', 'Bearer a', 'https://a'];
    const said = [
      ...urls.map((url) => reviewBaseUrl(url).issues[0]?.message),
      ...credentials.map((credential) => reviewCredential(credential)?.message),
      ...['', 'a\nb'].map(reviewHelperCommand),
      ...['', 'a'.repeat(20_000), 'a\nb', 'a b', 'ä'].map(reviewHelperOutput),
      ...[null, {}, 5, ['A=b'], [{}], [1]].map((value) => (readEntries(value) as { detail: string }).detail),
      ...['{', '{"a" 1}', '[]', '{"a":}'].map((text) => (parseSettings(text, 'json') as { message: string }).message),
    ];
    for (const text of said) assert.deepEqual([text?.includes('⟦'), untranslated(text ?? '')], [true, []], text);
  });

  it('what every static check says is', () => {
    const left = CASES.flatMap((row) => untranslatedOf(row).map((found) => `${row.check}, ${row.what}: ${found}`));
    assert.deepEqual(left, []);
  });

  for (const [name, readings, more] of MACHINES) {
    it(`the effective configuration and what is wrong with it is: ${name}`, () => {
      const { snapshot, assessments } = stateOf(readings, more);
      const configuration = effectiveConfig(assessments, snapshot);
      for (const line of configMarkdown(configuration).text.split('\n')) assert.deepEqual(untranslated(line), [], line);
      for (const text of configuration.identical.flatMap(gateLines)) assert.deepEqual(untranslated(text), [], text);
      for (const { cause, evidence, facts } of assessments.flatMap(({ findings }) => findings)) {
        for (const text of [evidence, ...Object.values(facts)])
          assert.deepEqual(untranslated(text), [], `${cause}: ${text}`);
      }
    });

    it(`the report is: ${name}`, () => {
      const { snapshot, assessments, main, last: lastCheck } = stateOf(readings, more);
      const health = healthOf(main.request, main.findings, lastCheck, false);
      const config = effectiveConfig(assessments, snapshot);
      const text = reportMarkdown(buildReport({ health, assessments, config, lastCheck }, {}));
      for (const line of text.split('\n')) assert.deepEqual(untranslated(line), [], line);
      for (const words of picturesIn(text).flatMap((svg) => svg.match(/(?<=>)[^<]+(?=<)/g) ?? []))
        assert.deepEqual(untranslated(words), [], words);
    });

    it(`JSON has the same keys and ids: ${name}`, () => {
      const answers = (): unknown[] => {
        const { snapshot, assessments, main, last } = stateOf(readings, more);
        return [
          configJson(effectiveConfig(assessments, snapshot)),
          checkJson(healthOf(main.request, main.findings, last, false), last),
        ].map((text) => skeleton(JSON.parse(text)));
      };
      const translated = answers();
      english();
      assert.deepEqual(translated, answers());
    });
  }

  it('a place is found in its label all the same', () => {
    assert.equal(placeLabel('user-settings', '/home/me/.claude/settings.json'), '⟦~/.claude/settings.json⟧');
    assert.equal(placeLabel('vscode-user', '/x/settings.json'), '⟦VS Code user settings⟧ (/x/settings.json)');
  });

  it('nothing is left of it afterwards', () => {
    assert.equal(tableText('Your gateway team'), '⟦Your gateway team⟧');
    english();
    assert.equal(tableText('Your gateway team'), 'Your gateway team');
  });
});
