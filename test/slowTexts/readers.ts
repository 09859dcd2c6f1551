import { reviewBaseUrl, hostOf, messagesUrl } from '../../src/core/claude/baseUrl';
import { readClaudeSettings } from '../../src/core/files/claudeSettings';
import { readClaudeState } from '../../src/core/files/claudeState';
import { explainHttp, explainLine, explainPasted } from '../../src/core/views/cliExplain';
import { reviewCredential, reviewHelperCommand, reviewHelperOutput } from '../../src/core/claude/credential';
import { customHeaderProblem, parseCustomHeaders } from '../../src/core/config/customHeaders';
import { applySteps, applyUndo, type EditStep } from '../../src/core/files/edits';
import { prepareText } from '../../src/core/answers/errorText';
import { explanationMarkdown } from '../../src/core/views/explanationMarkdown';
import { planFix } from '../../src/core/writing/fixSteps';
import { parseCheck } from '../../src/core/health/storedCheck';
import { answerInJson, answerInText } from '../../src/core/explain/httpAnswer';
import { applyPatch, parseJournal, patchBetween } from '../../src/core/writing/journal';
import { jwtTimes } from '../../src/host/run/jwt';
import { plainWords } from '../../src/core/words/markdown';
import { jsonIn } from '../../src/core/text/json';
import { maskSettings } from '../../src/core/files/mask';
import { hideNamed } from '../../src/core/words/namedSecrets';
import { previewOf, readPasted } from '../../src/core/explain/pastedError';
import { answerFinding } from '../../src/core/probes/answers';
import { discoveryProbe } from '../../src/core/probes/rows/discoveryProbe';
import { repairOf } from '../../src/core/probes/rows/clientRepairs';
import { sessionBody } from '../../src/core/probes/rows/clientRequest';
import { trimBase } from '../../src/core/probes/providerRequest';
import { judgeStream } from '../../src/core/probes/rows/streamProbe';
import { PRODUCTS } from '../../src/core/answers/products';
import { bypassesProxy, proxyProblem } from '../../src/core/claude/proxy';
import { readAnswer, readErrorText } from '../../src/core/answers/readAnswer';
import {
  clipLine,
  hideSecrets,
  printableUrl,
  printableValue,
  redact,
  redactLine,
  stripControls,
} from '../../src/core/words/redact';
import { expandInJson, readSettingsValue } from '../../src/host/files/registryText';
import type { ResponseReply } from '../../src/core/answers/reply';
import { without, withoutItems, withItem, withValue } from '../../src/core/files/changedText';
import { tracesIn } from '../../src/core/explain/requestTraces';
import {
  isProblem,
  lineAt,
  parseSettings,
  repeatedKeys,
  valueAt,
  type SettingsText,
} from '../../src/core/files/settingsText';
import { VARIABLES, type VariableRow } from '../../src/core/claude/variables';
import { judgeHeaders, judgeValue, LOOKS } from '../../src/core/checks/variableValues';
import { isBelow, leavesFiles } from '../../src/core/config/filePlaces';
import { commandLines, commandProblem, showCommand } from '../../src/core/text/commandText';
import { FACT_KINDS, printableHost, quotedName, shownFact } from '../../src/core/words/facts';
import { plainMarkdown, plainText } from '../../src/core/text/plainText';
import { namesCredential } from '../../src/core/words/secretNames';
import {
  objectLines,
  settingLines,
  terminalVariables,
  wrongNames,
  ENVIRONMENT_SETTING,
} from '../../src/core/files/vscodeSettings';
import { eventCounterFor } from '../../src/host/network/eventCounter';
import { proxyAddress } from '../../src/host/network/network';
import { certificatesIn } from '../../src/host/network/trust';
import { targetWith } from '../unit/core/probes/targetWith';
import { isEnvelope, isFromProvider, shapeOf } from '../../src/core/probes/replies';
import { onOneLine, trimEndOf, trimStartOf } from '../../src/core/text/trim';

/** Something of the product that reads a text which others wrote. */
export interface Reader {
  readonly name: string;
  readonly read: (text: string) => unknown;
  /** What of a longer text is read, in characters, and where that is seen to. */
  readonly bound?: string;
}

const SECRET = 'sk-sentinel-Hc83VnQ0sYw6KdTf2LrB';
const TARGET = targetWith();
const SESSION = sessionBody('claude-opus-5-5', { clientVersion: undefined, reducedBetas: false });
const SET: readonly EditStep[] = [
  { kind: 'entry', setting: ENVIRONMENT_SETTING, name: 'A', value: 'c' },
  { kind: 'property', path: ['env', 'A'], value: 'c' },
];
const UNSET: readonly EditStep[] = [
  { kind: 'entry', setting: ENVIRONMENT_SETTING, name: 'A', value: null },
  { kind: 'property', path: ['env', 'A'], value: null },
];

const TEXT_ROW: VariableRow = { role: 'other', secret: false, kind: 'text' };

/** The first name of each kind in a table. */
function firstOfEach<T>(table: Readonly<Record<string, T>>, kindOf: (row: T) => string): readonly string[] {
  return [
    ...new Map(
      Object.entries(table)
        .reverse()
        .map(([name, row]) => [kindOf(row), name]),
    ).values(),
  ];
}
const ONE_OF_EACH_KIND = firstOfEach(VARIABLES, ({ kind }) => kind);
const ONE_OF_EACH_FACT = firstOfEach(FACT_KINDS, (kind) => kind);

function answer(
  body: string,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
  status = 400,
): ResponseReply {
  return {
    kind: 'response',
    status,
    headers,
    body,
    ms: 1,
    arrivals: [{ ms: 1, bytes: body.length, events: 1 }],
    ended: 'complete',
  };
}

function withSettings(read: (settings: SettingsText) => unknown): (text: string) => unknown {
  return (text) => {
    const settings = parseSettings(text, 'jsonc');
    return isProblem(settings) ? settings : read(settings);
  };
}

/** Nothing that throws counts: an address that is none is refused. */
function orRefused(read: (text: string) => unknown): (text: string) => unknown {
  return (text) => {
    try {
      return read(text);
    } catch {
      return undefined;
    }
  };
}

/** Settings files, and what is written into them. */
export const SETTINGS: readonly Reader[] = [
  { name: 'parseSettings', read: (text) => parseSettings(text, 'json') },
  { name: 'parseSettings of jsonc', read: (text) => parseSettings(text, 'jsonc') },
  { name: 'applySteps', read: (text) => applySteps(text, 'jsonc', SET) },
  { name: 'applySteps that remove', read: (text) => applySteps(text, 'jsonc', UNSET) },
  {
    name: 'applyUndo',
    read: (text) =>
      applyUndo(
        text,
        'jsonc',
        SET.map((step) => ({ step, expected: 'b', madeHolder: true })),
      ),
  },
  {
    name: 'without',
    read: withSettings((settings) => [
      without(settings, ['a']),
      without(settings, ['env']),
      without(settings, [ENVIRONMENT_SETTING, 0]),
    ]),
  },
  {
    name: 'with more in it',
    read: withSettings((settings) => [
      withValue(settings, ['a'], 'b'),
      withItem(settings, [ENVIRONMENT_SETTING], 'b'),
      withoutItems(settings, [ENVIRONMENT_SETTING], [0, 1]),
    ]),
  },
  {
    name: 'a fix',
    read: (text) => planFix({ kind: 'remove-variable', variable: 'A', source: 'vscode-user', location: '/s' }, text),
  },
  {
    name: 'every line',
    read: withSettings((settings) => [
      repeatedKeys(settings, []),
      repeatedKeys(settings, ['env']),
      lineAt(settings, ['env']),
      settingLines(settings),
      objectLines(settings, 'env'),
    ]),
  },
  { name: 'variables of a terminal', read: (text) => terminalVariables({ A: text }, {}) },
  { name: 'names of settings', read: (text) => wrongNames([text]) },
  { name: 'values', read: withSettings((settings) => valueAt(settings, [])) },
  { name: 'readClaudeSettings', read: (text) => readClaudeSettings(text, true) },
  { name: 'readClaudeState', read: (text) => readClaudeState('state', text, '/folder') },
  { name: 'maskSettings', read: maskSettings },
  { name: 'parseJournal', read: parseJournal },
  { name: 'a stored check', read: (text) => parseCheck(jsonIn(text)) },
  { name: 'a patch', read: (text) => applyPatch(text, patchBetween(text, `${text}a`)) },
  { name: 'what reg.exe prints', read: readSettingsValue },
  {
    name: 'a value of the registry, in its line',
    read: (text) => readSettingsValue(`    Settings    REG_SZ    ${text}`),
  },
  { name: 'expandInJson', read: (text) => expandInJson(text, { PATH: 'a' }) },
];

/** What is sent as a credential, an address or a header, and what keeps it from that. */
export const VALUES: readonly Reader[] = [
  { name: 'reviewBaseUrl', read: reviewBaseUrl },
  { name: 'reviewBaseUrl of a path', read: (text) => reviewBaseUrl(`https://gateway.example/${text}`) },
  { name: 'hostOf', read: hostOf },
  { name: 'messagesUrl', read: messagesUrl },
  { name: 'trimBase', read: trimBase },
  { name: 'printableUrl', read: printableUrl },
  { name: 'printableUrl of a query', read: (text) => printableUrl(`https://gateway.example/?${text}`) },
  { name: 'printableValue', read: (text) => printableValue('ANTHROPIC_MODEL', text) },
  { name: 'proxyProblem', read: proxyProblem },
  { name: 'proxyAddress', read: orRefused(proxyAddress) },
  { name: 'bypassesProxy', read: (text) => bypassesProxy(new URL('https://gateway.example'), text) },
  { name: 'reviewCredential', read: reviewCredential },
  { name: 'reviewHelperCommand', read: reviewHelperCommand },
  { name: 'reviewHelperOutput', read: reviewHelperOutput, bound: '16,384, in reviewHelperOutput' },
  { name: 'parseCustomHeaders', read: parseCustomHeaders },
  { name: 'customHeaderProblem', read: customHeaderProblem },
  { name: 'judgeHeaders', read: judgeHeaders },
  {
    name: 'a value of every kind',
    read: (text) => ONE_OF_EACH_KIND.map((name) => judgeValue(name, VARIABLES[name] ?? TEXT_ROW, text, undefined)),
  },
  { name: 'a command, as it is shown', read: (text) => commandLines(showCommand(text, [SECRET]).text) },
  { name: 'a command, drawn and judged', read: (text) => [showCommand(text, []), commandProblem(text)] },
  {
    name: 'where a path leads',
    read: (text) =>
      (['linux', 'darwin', 'win32'] as const).map((platform) => [
        leavesFiles(text, platform),
        isBelow(text, '/folder', platform),
      ]),
  },
  { name: 'what a value looks like', read: (text) => LOOKS.map(({ match }) => match.test(text)) },
  { name: 'jwtTimes', read: jwtTimes },
  { name: 'jwtTimes of three parts', read: (text) => jwtTimes(`${text}.${text}.a`) },
  { name: 'certificatesIn', read: certificatesIn },
];

/** What is pasted, and what a gateway answers. */
export const ERRORS: readonly Reader[] = [
  { name: 'readErrorText', read: (text) => readErrorText(text) },
  { name: 'readPasted', read: (text) => readPasted(text, [SECRET]), bound: '1,048,576, in readPasted' },
  { name: 'previewOf', read: (text) => previewOf(text, [SECRET]), bound: '20,000, in previewOf' },
  { name: 'prepareText', read: (text) => prepareText(text, [SECRET]) },
  { name: 'explainPasted', read: (text) => explainPasted(text, [SECRET]) },
  { name: 'explainHttp', read: (text) => explainHttp(text, [SECRET]) },
  { name: 'explainLine', read: (text) => explainLine(text, [SECRET]) },
  {
    name: 'explanationMarkdown',
    read: (text) => {
      const explained = explainPasted(text);
      return explained.ok && explained.explanation !== undefined
        ? explanationMarkdown(explained.explanation, false)
        : undefined;
    },
  },
  { name: 'answerInText', read: answerInText },
  { name: 'answerInText, a body', read: (text) => answerInText(`HTTP/1.1 401 Unauthorized\na: b\n\n${text}`) },
  { name: 'answerInText, a header', read: (text) => answerInText(`HTTP/1.1 401 Unauthorized\na: ${text}`) },
  { name: 'answerInJson', read: (text) => answerInJson({ status: 400, headers: { a: text }, body: text }) },
  { name: 'readAnswer', read: (text) => readAnswer(answer(text), { facts: {}, secrets: [SECRET] }) },
  {
    name: 'readAnswer of a page',
    read: (text) => readAnswer(answer(text, { 'content-type': 'text/html' }, 502), { facts: {}, secrets: [] }),
  },
  {
    name: 'readAnswer of a redirect',
    read: (text) => readAnswer(answer('', { location: text }, 302), { facts: {}, secrets: [] }),
  },
  { name: 'answerFinding', read: (text) => answerFinding(answer(text, {}, 200), TARGET) },
  {
    name: 'what an answer is',
    read: (text) => [isEnvelope(answer(text)), isFromProvider(answer(text)), shapeOf(answer(text))],
  },
  { name: 'the list of models', read: (text) => discoveryProbe.judge(answer(text, {}, 200), TARGET, new Map()) },
  {
    name: 'a name in the list of models',
    read: (text) => discoveryProbe.judge(answer(JSON.stringify({ data: [{ id: text }] }), {}, 200), TARGET, new Map()),
  },
  { name: 'a stream', read: (text) => judgeStream(answer(text, { 'content-type': 'text/event-stream' }, 200), TARGET) },
  { name: 'events of a stream', read: (text) => eventCounterFor('text/event-stream')?.count(Buffer.from(text)) },
  {
    name: 'frames of a stream',
    read: (text) => eventCounterFor('application/vnd.amazon.eventstream')?.count(Buffer.from(text)),
  },
  { name: 'repairOf', read: (text) => repairOf(text, SESSION, undefined) },
  {
    name: 'products',
    read: (text) => Object.values(PRODUCTS).map((product) => 'marks' in product && product.marks.test(text)),
  },
  { name: 'tracesIn', read: tracesIn },
];

/** What everything goes through that is shown. */
export const SHOWN: readonly Reader[] = [
  { name: 'redact', read: (text) => redact(text, [SECRET]) },
  { name: 'hideSecrets', read: (text) => hideSecrets(text, [SECRET]) },
  { name: 'hideNamed', read: hideNamed },
  { name: 'redactLine', read: (text) => redactLine(text, [SECRET]) },
  { name: 'clipLine', read: (text) => clipLine(text, 300) },
  { name: 'stripControls', read: stripControls },
  { name: 'plainWords', read: plainWords },
  { name: 'plainText', read: plainText, bound: '100,000, in plainText' },
  { name: 'plainMarkdown', read: plainMarkdown, bound: '100,000, in plainText' },
  { name: 'a name, quoted or not', read: (text) => [quotedName(text), namesCredential(text)] },
  ...ONE_OF_EACH_FACT.map((name): Reader => ({ name: `a fact: ${name}`, read: (text) => shownFact(name, text) })),
  { name: 'a host of an address', read: printableHost },
  { name: 'onOneLine', read: onOneLine },
  { name: 'trimming', read: (text) => [trimEndOf(text, ' /'), trimStartOf(text, ' /')] },
];

/** Every one of them. */
export const READERS: readonly Reader[] = [...SETTINGS, ...VALUES, ...ERRORS, ...SHOWN];
