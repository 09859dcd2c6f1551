import assert from 'node:assert/strict';
import { finding } from '../../../../src/core/causes/findings';
import { eventEntry, readingEntries, sourceEntries } from '../../../../src/core/views/logEntries';
import { VARIABLES } from '../../../../src/core/claude/variables';
import { probesOf } from '../../../../src/core/probes/plan';
import { recordedLog } from '../../ui/recordedLog';
import { target } from '../probes/support';
import { assessed, reading } from '../support';

describe('the entries of the log', () => {
  const readings = [
    reading('user-settings', { ANTHROPIC_BASE_URL: 'https://me:word@gw.example/team', ANTHROPIC_AUTH_TOKEN: 'sk-1' }),
    reading('shell', { '[a](command:x)': 'b' }),
  ];

  it('name places and known variables, and no value', () => {
    const texts = readingEntries(readings).map(({ text }) => text);
    assert.equal(texts.length, 2);
    assert.match(texts[0] ?? '', /^Read user-settings.*: read; ANTHROPIC_BASE_URL, ANTHROPIC_AUTH_TOKEN$/);
    assert.match(texts[1] ?? '', /^Read shell.*: read; nothing$/);
  });

  it('say which source applies', () => {
    assert.deepEqual(
      sourceEntries([assessed(readings)]).map(({ text }) => text),
      [
        'vscode-extension: address from user-settings (ANTHROPIC_BASE_URL); authorization from user-settings (ANTHROPIC_AUTH_TOKEN)',
      ],
    );
  });

  it('have one line for a request: a refused one at the usual level, and an unanswered one with its error', () => {
    const sent = { method: 'POST', host: 'gw.example', ms: 12.4 };
    const entry = (outcome: number | string, error?: readonly string[]) =>
      eventEntry({
        kind: 'sent',
        id: 'messages',
        sent: { ...sent, outcome, ...(error === undefined ? {} : { error }) },
      });
    assert.deepEqual(entry(200), { level: 'debug', text: 'POST gw.example → 200 after 12 ms (messages)' });
    assert.deepEqual(entry(401), { level: 'info', text: 'POST gw.example → 401 after 12 ms (messages)' });
    assert.deepEqual(entry('ECONNREFUSED (connect)', ['Error: no']), {
      level: 'error',
      text: 'POST gw.example → ECONNREFUSED (connect) after 12 ms (messages)',
      more: ['Error: no'],
    });
  });

  it('name causes by id, and say which are not certain', () => {
    const findings = [finding('dns-failure', 'a'), finding('offline', 'b', {}, false), finding('dns-failure', 'c')];
    const result = { id: 'dns', label: 'DNS', outcome: 'problem', detail: 'never shown', ms: 3, findings } as const;
    assert.deepEqual(eventEntry({ kind: 'finished', result }), {
      level: 'debug',
      text: 'Probe dns, problem after 3 ms: dns-failure, offline?',
    });
  });

  it('are no credential by their own words', () => {
    const { log, lines } = recordedLog();
    const sent = { method: 'POST', host: 'gw.example', ms: 1, outcome: 401 };
    const result = { label: '', outcome: 'ok', detail: '', ms: 1 } as const;
    const ids = probesOf('full', target()).map(({ id }) => id);
    const entries = [
      ...ids.flatMap((id) => [
        eventEntry({ kind: 'sent', id, sent }),
        eventEntry({ kind: 'finished', result: { ...result, id } }),
        eventEntry({ kind: 'crashed', id, error: [] }),
      ]),
      ...readingEntries([
        reading('vscode-user', Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, '1']))),
      ]),
      ...sourceEntries([assessed(readings), assessed([reading('shell', { ANTHROPIC_API_KEY: 'a' })])]),
    ];
    for (const entry of entries) {
      log.write(entry);
      const line = lines.at(-1)?.replace(/…$/, '') ?? '';
      assert.ok(line !== '' && `${entry?.level ?? ''} ${entry?.text ?? ''}`.startsWith(line), line);
    }
    assert.ok(entries.length > 30);
  });
});
