import assert from 'node:assert/strict';
import { CAUSE_IDS, OWNER_LABEL, type CauseId } from '../../../../src/core/causes/causes';
import { explain, finding, verdictOf, rowOf } from '../../../../src/core/causes/findings';
import { TROUBLESHOOTING } from '../../../../src/core/causes/table';
import { troubleshootingMarkdown } from '../../../../src/core/views/troubleshootingPage';
import { findingNodes } from '../../../../src/ui/views/findingNodes';
import { NEXT_STEPS } from '../../../../src/core/causes/nextSteps';
import { PLACEHOLDER_WORDS } from '../../../../src/core/causes/placeholders';
import { readErrorText } from '../../../../src/core/answers/readAnswer';
import { ANSWER_ROWS } from '../../../../src/core/causes/rows/answerRows';
import { CLIENT_ROWS } from '../../../../src/core/causes/rows/clientRows';
import { CREDENTIAL_ROWS } from '../../../../src/core/causes/rows/credentialRows';
import { LEAK_ROWS } from '../../../../src/core/causes/rows/leakRows';
import { NETWORK_ROWS } from '../../../../src/core/causes/rows/networkRows';
import { OFFICIAL } from '../../../../src/core/causes/officialPages';
import { REQUEST_ROWS } from '../../../../src/core/causes/rows/requestRows';
import { PROBE_ROWS } from '../../../../src/core/causes/rows/probeRows';
import { SERVICE_ROWS } from '../../../../src/core/causes/rows/serviceRows';
import { SETTINGS_ROWS } from '../../../../src/core/causes/rows/settingsRows';
import { VARIABLES } from '../../../../src/core/claude/variables';
import docAnchors from '../../../fixtures/docAnchors.json';
import { CASES } from '../checks/staticChecks.cases';
import { assessed, UNPRINTABLE } from '../support';
import type { Row } from '../../../../src/core/causes/row';

const FAMILIES = [
  CREDENTIAL_ROWS,
  LEAK_ROWS,
  NETWORK_ROWS,
  ANSWER_ROWS,
  REQUEST_ROWS,
  CLIENT_ROWS,
  SERVICE_ROWS,
  SETTINGS_ROWS,
  PROBE_ROWS,
];
const BY_ID: Readonly<Record<CauseId, Row>> = TROUBLESHOOTING;
const ANCHORS: Readonly<Record<string, readonly string[]>> = docAnchors;
/** What a row may concern beside the variables that are explained: settings keys, files, options, and two more variables. */
const OTHER_NAMES =
  /^(CLAUDE_CODE_MAX_TOOL_USE_CONCURRENCY|CLAUDE_AGENT_SDK_CLIENT_APP|claudeCode\.\w+|http\.proxy|settingsSync\.ignoredSettings|(~\/)?\.claude\/settings(\.local)?\.json|~\/\.claude\.json|managed-settings\.json|--settings|apiKeyHelper|awsAuthRefresh|availableModels|modelOverrides|customApiKeyResponses|forceLogin\w+)$/;

const FACTS = {
  host: 'gw.example',
  url: 'https://gw.example/v1/messages',
  location: 'https://login.example/',
  status: '503',
  code: 'CERT_HAS_EXPIRED',
  detail: 'Character 3 is a space.',
  source: 'VS Code user settings',
  variable: 'ANTHROPIC_AUTH_TOKEN',
  loser: 'the environment',
  winner: '~/.claude/settings.json',
  provider: 'Amazon Bedrock',
  expectedHeader: 'x-api-key',
  sentHeader: 'Authorization: Bearer',
  expectedVariable: 'ANTHROPIC_API_KEY',
  skipAuth: 'CLAUDE_CODE_SKIP_BEDROCK_AUTH',
  setting: 'claudeCode.env',
  nearest: 'ANTHROPIC_BASE_URL',
  instead: 'ANTHROPIC_DEFAULT_HAIKU_MODEL',
  version: '2.1.197',
  fixed: '2.1.198',
  second: 'ANTHROPIC_API_KEY',
  place: 'the environment',
};
/** Where the row adds the full stop itself. */
const PHRASES: Partial<Record<CauseId, Readonly<Record<string, string>>>> = {
  'custom-headers-invalid': { detail: 'header 1 of 2 has no name' },
};
/** Causes that only the configuration or a request of ours can show: their facts are always there. */
const ALWAYS_WITH_FACTS: readonly CauseId[] = [
  'wrong-credential-header',
  'base-url-invalid',
  'credential-invalid',
  'managed-settings-broken',
  'settings-file-broken',
  'setting-overridden',
  'setting-wrong-shape',
  'provider-format',
  'redirected',
  'custom-headers-invalid',
  'claude-state-broken',
  'provider-credential-missing',
  'provider-variable-missing',
  'provider-variable-conflict',
  ...CAUSE_IDS.slice(CAUSE_IDS.indexOf('setting-wrong-name')),
];

/** The reader is told what to do; whoever else acts is asked by the reader. */
const ADDRESSED = /[.)] (You: [^A-Z{]|Ask your [a-z]+|Run Gateway: )/;
/** Somebody else who would be given an order. */
const ORDERED = new RegExp(
  `\\b(?:${Object.values(OWNER_LABEL)
    .filter((label) => label !== OWNER_LABEL.you)
    .join('|')}): `,
);

describe('the troubleshooting table', () => {
  it('gives nobody an order but its reader, on its page and in the rows of the tree', () => {
    const found = CAUSE_IDS.flatMap((id) => [
      finding(id, 'seen', FACTS),
      ...Object.keys(BY_ID[id].variants ?? {}).map((variant) => ({ ...finding(id, 'seen', FACTS), variant })),
    ]);
    const texts = [
      ...troubleshootingMarkdown().split('\n'),
      ...found.map(verdictOf),
      ...found.map((one) => findingNodes([one])[0]?.tooltip ?? ''),
    ];
    assert.deepEqual(
      texts.filter((text) => ORDERED.test(text)),
      [],
    );
    assert.ok(ORDERED.test('The model provider: make room.') && !ORDERED.test('Ask your gateway team: it knows.'));
  });

  it('has one row for each cause', () => {
    assert.deepEqual(Object.keys(TROUBLESHOOTING).sort(), [...CAUSE_IDS].sort());
    assert.equal(new Set(CAUSE_IDS).size, CAUSE_IDS.length);
    assert.equal(FAMILIES.flatMap((family) => Object.keys(family)).length, CAUSE_IDS.length);
  });

  for (const id of CAUSE_IDS) {
    it(`${id}: is complete, and its verdict names who acts`, () => {
      const row: Row = TROUBLESHOOTING[id];
      assert.match(row.title, /(\.|: \{detail\})$/);
      assert.ok(
        row.short.length > 0 && row.short.length <= 22 && row.short.split(' ').length <= 3,
        `“${row.short}” is ${row.short.length} long`,
      );
      assert.match(row.short, /^(?!.*[.:])(Claude Code|[a-z])/);
      assert.match(row.cause, /^[A-Z“].*\.( \{detail\})?$|^forceLoginMethod .*\.$/);
      for (const step of row.remedy) assert.match(step, /^[A-Z].*[.)]$/);
      assert.ok(!/\b(simply|just|please|obviously|e\.g\.)\b/i.test([row.title, row.cause, ...row.remedy].join(' ')));

      const full = finding(id, 'seen', { ...FACTS, ...PHRASES[id] });
      const verdict = verdictOf(full);
      assert.match(verdict, ADDRESSED);
      const texts = [verdict, ...Object.values<string | readonly string[]>({ ...explain(full) }).flat()].join('\n');
      assert.doesNotMatch(texts, /\{|\}|undefined|\.\.|\(the gateway\)/);
      assert.doesNotMatch(texts.replaceAll('\n', ''), UNPRINTABLE);
      assert.equal(explain(full).owner, OWNER_LABEL[row.owner]);
    });
  }

  for (const id of CAUSE_IDS) {
    for (const variant of Object.keys(BY_ID[id].variants ?? {})) {
      it(`${id}, ${variant}: reads as well as its row, and says something else`, () => {
        const found = { ...finding(id, 'seen', { ...FACTS, ...PHRASES[id] }), variant };
        const [row, own] = [BY_ID[id], rowOf(found)];
        assert.notEqual(verdictOf(found), verdictOf(finding(id, 'seen', { ...FACTS, ...PHRASES[id] })));
        assert.match(own.title, /(\.|: \{detail\})$/);
        assert.match(own.short, /^[\w ]{1,22}$/);
        assert.match(verdictOf(found), ADDRESSED);
        assert.doesNotMatch(
          [verdictOf(found), ...Object.values<string | readonly string[]>({ ...explain(found) }).flat()].join('\n'),
          /\{|\}|undefined|\.\./,
        );
        assert.equal(explain(found).owner, OWNER_LABEL[own.owner]);
        assert.ok(own.docs === row.docs && own.remedy.length > 0);
      });
    }
  }

  for (const id of CAUSE_IDS.filter((cause) => !ALWAYS_WITH_FACTS.includes(cause))) {
    it(`${id}: reads well for a pasted text, of which nothing more is known`, () => {
      const bare = finding(id, 'seen');
      assert.match(verdictOf(bare), /^[A-Z]/);
      assert.doesNotMatch(
        [verdictOf(bare), explain(bare).title, ...explain(bare).remedy].join('\n'),
        /\{|\(the gateway\)|name the gateway|undefined/,
      );
      assert.doesNotMatch(explain(bare).cause, /\{(?!detail)|\(the gateway\)/);
    });
  }

  for (const id of CAUSE_IDS) {
    it(`${id}: points to a section that exists, to names that exist, and to a way to be sure`, () => {
      const { docs, involves, confirmedBy, fixes, dependsOn, says } = BY_ID[id];
      const [, page = '', anchor] = /^https:\/\/code\.claude\.com\/docs\/en\/([\w/-]+)(?:#(.+))?$/.exec(docs) ?? [];
      assert.ok(Object.hasOwn(ANCHORS, page), `no such page: ${docs}`);
      assert.ok(anchor === undefined || ANCHORS[page]?.includes(anchor), `no such section: ${docs}`);
      for (const name of involves)
        assert.ok(Object.hasOwn(VARIABLES, name) || OTHER_NAMES.test(name), `no such variable: ${name}`);
      assert.ok(Object.hasOwn(NEXT_STEPS, confirmedBy));
      for (const list of [involves, fixes, dependsOn, says]) assert.equal(new Set<string>(list).size, list.length);
      assert.ok(
        BY_ID[id].owner === 'you' || fixes.every((kind) => kind === 'connect'),
        'what another has to do has no button',
      );
    });
  }

  it('tells by which words a cause is known, and they are read as that cause too', () => {
    const wrong = CAUSE_IDS.flatMap((id) =>
      BY_ID[id].says
        .filter((text) => !readErrorText(text).candidates.some(({ cause }) => cause === id))
        .map((text) => `${id}: ${text}`),
    );
    assert.deepEqual(wrong, []);
  });

  it('promises the fixes that a check offers where it can write, and no others', () => {
    const offered = new Map<CauseId, Set<string>>();
    for (const { readings, surface, more } of CASES) {
      const writable = readings.map((reading) => ({
        ...reading,
        ...(reading.id === 'shell' ? { id: 'user-settings' as const } : {}),
        location: reading.location ?? '/home/me/settings.json',
      }));
      for (const { cause, fix } of [
        ...assessed(readings, surface, more).findings,
        ...assessed(writable, surface, more).findings,
      ]) {
        if (fix !== undefined) offered.set(cause, (offered.get(cause) ?? new Set()).add(fix.kind));
      }
    }
    for (const id of CAUSE_IDS) {
      const kinds = [...(offered.get(id) ?? [])];
      assert.deepEqual(
        kinds.filter((kind) => !BY_ID[id].fixes.some((fix) => fix === kind)),
        [],
        `${id} does not promise`,
      );
      // To connect again is offered for whatever the table says it for.
      assert.deepEqual(
        BY_ID[id].fixes.filter((fix) => fix !== 'connect' && !kinds.includes(fix)),
        [],
        `${id} promises too much`,
      );
    }
  });

  it('points to no official section in vain', () => {
    const used = new Set(CAUSE_IDS.map((id) => BY_ID[id].docs));
    assert.deepEqual(
      Object.values(OFFICIAL).filter((section) => !used.has(section)),
      [],
    );
  });

  for (const id of CAUSE_IDS) {
    it(`${id}: has no rare column that nothing reads`, () => {
      const {
        where,
        gatewayTeam = [],
        gatewayTeamInDoubt,
        outlastsFreeCheck,
        variantsSayMore,
        variants,
        nothingSent,
      } = BY_ID[id];
      assert.ok(gatewayTeamInDoubt === undefined || gatewayTeam.length > 0, 'doubt of nothing');
      assert.ok(outlastsFreeCheck === undefined || where === 'on-the-way' || where === 'at-the-door', 'it does anyway');
      assert.ok(variantsSayMore === undefined || variants !== undefined, 'no variants');
      // Its one placeholder is the prediction’s detail.
      assert.ok((nothingSent?.words?.match(/\{/g) ?? []).length <= 1);
    });
  }

  it('has a word for each of its placeholders', () => {
    const named = [...JSON.stringify(TROUBLESHOOTING).matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    assert.deepEqual(
      [...new Set(named)].filter((name) => !['status', 'code'].includes(name)).sort(),
      Object.keys(PLACEHOLDER_WORDS).sort(),
    );
  });

  it('says what a placeholder usually stands for only where it has one', () => {
    for (const id of CAUSE_IDS)
      for (const name of Object.keys(BY_ID[id].usualFacts ?? {}))
        assert.ok(JSON.stringify(BY_ID[id]).includes(`{${name}}`), `${id}: ${name}`);
  });

  it('is filled in with facts, literally', () => {
    const found = finding('setting-overridden', 'seen', {
      variable: 'ANTHROPIC_MODEL',
      loser: '$&',
      winner: '{variable}',
    });
    assert.equal(explain(found).title, 'ANTHROPIC_MODEL in $& has no effect because {variable} overrides it.');
  });
});
