import assert from 'node:assert/strict';
import {
  explainHttp,
  explainJson,
  explainPasted,
  explainText,
  type Explained,
} from '../../../src/core/views/cliExplain';
import { explainReading } from '../../../src/core/explain/explanation';
import { explanationMarkdown } from '../../../src/core/views/explanationMarkdown';
import { gatewayTeamText, MESSAGES_PATH } from '../../../src/core/views/gatewayTeamText';
import { maskSettings } from '../../../src/core/files/mask';
import { previewOf, readPasted } from '../../../src/core/explain/pastedError';
import { tracesIn } from '../../../src/core/explain/requestTraces';
import { isSecretVariable } from '../../../src/core/claude/variables';
import { assessed, reading } from '../../unit/core/support';
import { SENTINEL, type Attack } from '../attack';
import { secretsIn, secretsInEnv } from '../../../src/core/config/knownSecrets';

const [HEAD, TAIL] = [SENTINEL.slice(0, 17), SENTINEL.slice(17)];
const LONGEST_REST = 8;

function assertGone(shown: string): void {
  const dense = shown.replace(/[^\w-]/g, '');
  for (let at = 0; at + LONGEST_REST <= SENTINEL.length; at++)
    assert.ok(!dense.includes(SENTINEL.slice(at, at + LONGEST_REST)), shown);
}

const wordsOf = (explained: Explained): string =>
  explained.ok ? explainText(explained.explanation) + explainJson(explained.explanation) : explained.problem;

/** All that is made of a pasted text: document, text for the gateway team, preview, command line. */
function everythingOf(text: string, secrets: readonly string[]): string {
  const pasted = readPasted(text, secrets);
  const explanation = pasted.reading === undefined ? undefined : explainReading(pasted.reading, secrets);
  const documents =
    explanation === undefined
      ? []
      : [
          explanationMarkdown(explanation, true).text,
          gatewayTeamText({
            explanation,
            traces: tracesIn(pasted.text),
            at: 'now',
            sender: 'claude-code',
            path: MESSAGES_PATH,
          }),
        ];
  const answer = explainHttp(JSON.stringify({ status: 401, headers: {}, body: text }), secrets);
  return [
    pasted.text,
    previewOf(text, secrets),
    ...documents,
    wordsOf(explainPasted(text, secrets)),
    wordsOf(answer),
  ].join('\n');
}

const error = (key: string): string => `API Error: 401 {"error":{"message":"no such key ${key} in this gateway"}}`;

/** What an answer repeats of a setting, and the setting, whose value nobody would take for a key by its form. */
const REPEATED: Readonly<Record<string, readonly [tries: string, variable: string, value: string, repeated: string]>> =
  {
    'part-of-proxy': [
      'a proxy repeats the password of its address',
      'HTTPS_PROXY',
      'http://me:correct%20horse@proxy.example:3128',
      'correct horse',
    ],
    'part-of-address': [
      'a gateway repeats user and password of its address',
      'ANTHROPIC_BASE_URL',
      'https://me:batterystaple@gw.example',
      'me:batterystaple',
    ],
    'part-of-cookie': [
      'a gateway repeats one value of a cookie',
      'ANTHROPIC_CUSTOM_HEADERS',
      'Cookie: lang=de; session=correcthorse',
      'correcthorse',
    ],
    'part-of-scheme': [
      'a gateway repeats a header without the scheme before it',
      'ANTHROPIC_CUSTOM_HEADERS',
      'X-Team: Basic correcthorse',
      'correcthorse',
    ],
  };

/** Texts in which a key stands so that it is hard to find: what comes out of them shows none. */
export const REDACTION_ATTACKS: readonly Attack[] = [
  ...Object.entries(REPEATED).map(([id, [tries, variable, value, repeated]]): Attack => ({
    id,
    attacker: 'gateway',
    promise: 'credential',
    tries,
    meets: 'hidden, as the whole value is',
    run: () => {
      for (const secrets of [
        secretsIn(
          [assessed([reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example', [variable]: value })])],
          isSecretVariable,
        ),
        secretsInEnv({ [variable]: value }),
      ]) {
        assert.ok(
          !everythingOf(`API Error: 401 {"error":{"message":"user ‘${repeated}’ unknown"}}`, secrets).includes(
            repeated,
          ),
          id,
        );
      }
    },
  })),
  ...Object.entries({
    'wrapped-line': ['a terminal has wrapped the key inside its border', `${HEAD} │\n│ ${TAIL}`],
    'wrapped-command': ['the key goes on on a continued line', `${HEAD} \\\n  ${TAIL}`],
    'wrapped-invisible': ['invisible characters divide the key', SENTINEL.split('').join('\u034f')],
    'wrapped-colour': ['a change of colour divides the key', `${HEAD}\u001b[0m\u001b[31m${TAIL}`],
    'wrapped-program': ['the key is two strings of a program', `${HEAD}' +\n  '${TAIL}`],
    'wrapped-escape': ['an escaped line break divides the key', `${HEAD}\\n${TAIL}`],
    'wrapped-base64': [
      'the key is in base64 of several lines',
      Buffer.from(`{"key":"${SENTINEL}"}`).toString('base64').replace(/.{19}/g, '$&\n'),
    ],
    'cut-key': ['only the first half of the key is left', SENTINEL.slice(0, 24)],
  }).map(([id, [tries = '', key = '']]): Attack => ({
    id,
    attacker: 'text',
    promise: 'credential',
    tries,
    meets: 'hidden in every text that is made of it',
    run: () => {
      assertGone(everythingOf(error(key), [SENTINEL]));
    },
  })),
  ...Object.entries({
    'unknown-received': [
      'LiteLLM repeats a key that nobody told us of',
      `LiteLLM Virtual Key expected. Received=${SENTINEL.slice(12)}, expected to start with 'sk-'.`,
    ],
    'unknown-element': [
      'an unknown key is the text of an element',
      `<Error><ApiKey>${SENTINEL.slice(12)}</ApiKey></Error>`,
    ],
    'unknown-next-line': ['an unknown key is on the line after its name', `x-api-key:\n    ${SENTINEL.slice(12)}`],
    'unknown-table': ['an unknown key is in the cell beside its name', `│ x-api-key │ ${SENTINEL.slice(12)} │`],
  }).map(([id, [tries = '', text = '']]): Attack => ({
    id,
    attacker: 'text',
    promise: 'credential',
    tries,
    meets: 'hidden where it stands',
    run: () => {
      assertGone(everythingOf(text, []));
    },
  })),
  ...Object.entries({
    'preview-proxy': [
      'a proxy with a password is in the preview',
      `{"http.proxy": "http://me:${SENTINEL}@proxy.example"}`,
    ],
    'preview-terminal': [
      'a variable of the terminal is in the preview',
      `{"terminal.integrated.env.linux": {"team": "${SENTINEL}"}}`,
    ],
    'preview-server': [
      'headers and arguments of a server are in the preview',
      `{"mcpServers": {"x": {"headers": {"X-Team": "${SENTINEL}"}, "args": ["--api-key", "${SENTINEL}"]}}}`,
    ],
    'preview-comment': ['an old key is in a comment of the preview', `{} // old: ${SENTINEL}`],
    'preview-path': [
      'the key of a server is a part of its address’s path, query or fragment',
      `{"url": "https://mcp.example/s/${SENTINEL.slice(12)}/mcp", "run": "npx remote https://x.example/?${SENTINEL.slice(12)}", "a": "https://x.example/#${SENTINEL.slice(12)}"}`,
    ],
    'preview-broken': [
      'the settings do not parse, so their rest could be missed',
      `{"a": [}, 'x' "env" : {"TEAM": "${SENTINEL}"`,
    ],
  }).map(([id, [tries = '', text = '']]): Attack => ({
    id,
    attacker: 'home',
    promise: 'credential',
    tries,
    meets: 'hidden, names and lines as they are',
    run: () => {
      assertGone(maskSettings(text, ''));
      assert.equal(maskSettings(text).split('\n').length, text.split('\n').length);
    },
  })),
];
