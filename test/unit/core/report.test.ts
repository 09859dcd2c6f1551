import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assessAll } from '../../../src/core/assessment';
import { checkJson, checkText, configJson, configText } from '../../../src/core/cliText';
import { effectiveConfig } from '../../../src/core/effectiveConfig';
import { finding } from '../../../src/core/findings';
import { healthOf, targetOf, type LastCheck } from '../../../src/core/health';
import { buildReport, reportMarkdown } from '../../../src/core/report';
import { Secret } from '../../../src/core/secret';
import type { SourceReading } from '../../../src/core/snapshot';
import { isSecretVariable } from '../../../src/core/variables';
import { redactLine } from '../../../src/core/redact';
import { SOURCES, type SourceId } from '../../../src/core/sources';
import { reading, snapshotOf, UNPRINTABLE } from './support';

const SENTINEL = 'sk-sentinel/0123+456789=';
const FORMS = [SENTINEL, encodeURIComponent(SENTINEL), Buffer.from(SENTINEL).toString('base64'), 'sentinel'];
const NAMES = ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY', 'ANTHROPIC_CUSTOM_HEADERS', 'CLAUDE_CODE_OAUTH_TOKEN', 'AWS_BEARER_TOKEN_BEDROCK', 'MY_PASSWORD'];

/** Everything that is printed of one machine. */
function printed(readings: readonly SourceReading[], evidence: string, environment: Record<string, string> = { 'VS Code': '1.100.0' }): { markdown: string; all: string } {
  const snapshot = snapshotOf(readings);
  const assessments = assessAll(snapshot);
  const config = effectiveConfig(assessments, snapshot);
  const [first] = assessments;
  assert.ok(first !== undefined);
  const last: LastCheck = { at: 0, target: targetOf(first.request), findings: [finding('credential-rejected', evidence, { host: evidence })], checks: [{ id: 'messages-bearer', label: 'Ask the gateway', outcome: 'problem', ms: 12.3, detail: evidence }] };
  const health = healthOf(first.request, first.findings, last, false);
  const report = buildReport(health, assessments, last, environment);
  const markdown = reportMarkdown(report);
  return { markdown, all: [markdown, JSON.stringify(report), configText(config), configJson(config)].join('\n') };
}

describe('the report', () => {
  it('holds no credential, from whatever source, however it is echoed', () => {
    const ids: SourceId[] = ['managed-dropin:10-a.json', ...SOURCES.flatMap(({ kind }) => (kind === 'managed-dropin' || kind === 'login' ? [] : [kind]))];
    for (const id of ids) {
      const env = Object.fromEntries([...NAMES.map((name) => [name, SENTINEL]), ['ANTHROPIC_BASE_URL', `https://me:${encodeURIComponent(SENTINEL)}@gw.example`], ['HTTPS_PROXY', `me:${SENTINEL.slice(0, 11)}@proxy:3128`]]) as Record<string, string>;
      const echoes = [SENTINEL, `Bearer ${SENTINEL}`, ...FORMS.slice(1, 3), JSON.stringify({ key: SENTINEL })].join(' ');
      const { all } = printed([reading(id, env, { helper: new Secret(`echo ${SENTINEL}`) })], echoes, { 'VS Code': SENTINEL });
      for (const form of FORMS) assert.ok(!all.includes(form), `${id}: ${form}`);
      assert.ok(all.includes('hidden, 24 characters'));
    }
  });

  it('starts with the verdict and says who acts, what was done and what is set where', () => {
    const { markdown } = printed([reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: SENTINEL }), reading('shell', { ANTHROPIC_BASE_URL: 'https://old.example' })], 'HTTP 401: no such key');
    assert.match(markdown, /^# The gateway refused this credential\. You: copy the credential again, whole\.\n/);
    for (const line of [
      '## Problem: The gateway refused this credential.', '- **Who acts:** You', '- **Seen:** HTTP 401: no such key', '| ✗ failed | Ask the gateway | HTTP 401: no such key | 12 ms |',
      'Checked at 1970-01-01T00:00:00.000Z.',
      'Sends POST https://gw.example/v1/messages?beta=true (ANTHROPIC\\_BASE\\_URL in VS Code user settings) with Authorization from ANTHROPIC\\_AUTH\\_TOKEN in VS Code user settings.',
      '| ANTHROPIC\\_AUTH\\_TOKEN | hidden, 24 characters | VS Code user settings | Set only here. |  |', '- VS Code: 1.100.0',
    ]) assert.ok(markdown.split('\n').includes(line), line);
  });

  const attacks = ['[click](command:workbench.action.terminal.new)', '![x](https://evil.example/p.png)', '<img src=x onerror=alert(1)>', '<https://evil.example>', '`code`', '**bold** _em_ ~~gone~~', '| cell | cell |', '# heading', '&lt;b&gt;', '[ref]: https://evil.example', '\u001b[2J\u202etxt.exe'];

  it('is not changed by the words of others: links, HTML, tables, code, headings', () => {
    const text = attacks.join('\n');
    const { markdown } = printed([reading('shell', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: 'k'.repeat(9), ANTHROPIC_MODEL: text, [text]: 'x' }), reading('project-settings', { [text]: 'y' })], redactLine(text), { 'VS Code': text });
    // What remains of them is escaped, character by character.
    const unescaped = markdown.split('\n').filter((line) => /evil|alert|click|cell/.test(line)).join('\n').replaceAll(/\\./g, '');
    assert.doesNotMatch(unescaped.replaceAll('**Seen:**', '').replaceAll(/^\| | \| | \|$/gm, ''), /[[\]<>`*_|#~!]|&(?!amp;)/);
    assert.doesNotMatch(markdown.replaceAll('\n', ''), UNPRINTABLE);
    for (const line of markdown.split('\n').filter((row) => row.startsWith('| '))) assert.ok([5, 6].includes(line.replaceAll('\\|', '').split('|').length - 1), line);
  });

  it('in a terminal is printable (any names, values and places)', () => {
    const any = fc.string({ unit: 'binary', minLength: 1, maxLength: 8 });
    const nasty = fc.oneof(any, fc.constantFrom('\u001b]52;c;eA==\u0007', '\u202e', '\u009b31m'));
    fc.assert(fc.property(nasty, nasty, nasty, (name, value, location) => {
      const snapshot = snapshotOf([reading('project-settings', { [name]: value, ANTHROPIC_BASE_URL: value }), reading('managed-file', { [name]: '' }, { location })]);
      const config = effectiveConfig(assessAll(snapshot), snapshot);
      assert.doesNotMatch(configText(config).replaceAll('\n', ''), UNPRINTABLE);
      assert.doesNotThrow(() => { JSON.parse(configJson(config)); });
    }), { numRuns: 60 });
  });
});

describe('the texts of the command line', () => {
  const last: LastCheck = { at: 0, target: '', findings: [], checks: [{ id: 'messages-bearer', label: 'Ask the gateway', outcome: 'ok', ms: 41.6, detail: 'answered with a message' }] };
  const found = finding('wrong-base-path', 'HTTP 404', { url: 'https://gw.example/v1/v1/messages' }, false);

  it('say the verdict first', () => {
    const text = checkText({ state: 'problem', word: 'wrong path', verdict: 'The verdict.', findings: [found] }, last);
    assert.match(text, /^The verdict\.\n\n✗ The path .*\n {4}who acts: You\n {4}Correct the path.*\n {4}If it has none.*\n {4}seen: HTTP 404\n {4}https:\/\/.*\n✓ Ask the gateway: answered with a message \(42 ms\)\n$/);
  });

  it('have a form for machines', () => {
    const json = JSON.parse(checkJson({ state: 'connected', word: 'connected', verdict: 'v', findings: [found] }, last)) as { healthy: boolean; findings: { cause: string }[] };
    assert.deepEqual([json.healthy, json.findings[0]?.cause], [true, 'wrong-base-path']);
    assert.ok(isSecretVariable('ANTHROPIC_AUTH_TOKEN'));
  });
});
