import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { agreementOf, type Agreement } from '../../../src/core/health/agreement';
import type { SourceReading } from '../../../src/core/config/snapshot';
import {
  agreedBy,
  backgroundRefusal,
  type Circumstances,
  type Refusal,
} from '../../../src/core/health/backgroundChecks';
import { addAgreed, agreedFile, readAgreed } from '../../../src/host/files/agreedFile';
import { isGuarded } from '../../../src/host/files/guarded';
import { probeEnvironment } from '../../../src/host/run/probeEnvironment';
import { assessed, reading } from '../../unit/core/support';
import { SENTINEL, type Attack } from '../attack';

const own = (env: Readonly<Record<string, string>> = {}): SourceReading =>
  reading(
    'vscode-user',
    { ANTHROPIC_BASE_URL: 'https://gw.company.com', ANTHROPIC_AUTH_TOKEN: SENTINEL, ...env },
    { location: '/home/me/settings.json' },
  );
const folder = (env: Readonly<Record<string, string>>): SourceReading =>
  reading('project-settings', env, { location: '/w/.claude/settings.json' });

/** What a check by the user has agreed to. */
function agreedTo(...readings: readonly SourceReading[]): readonly Agreement[] {
  const agreement = agreementOf(assessed(readings));
  return agreement === undefined ? [] : [agreement];
}

/** Whether the background asks, once the user has checked the gateway of the company. */
function refusal(readings: readonly SourceReading[], more: Partial<Circumstances> = {}): Refusal | undefined {
  assert.equal(
    backgroundRefusal(assessed([own()]), { trusted: true, agreed: agreedTo(own()), managedCounts: true }),
    undefined,
    'without the attack it is asked',
  );
  return backgroundRefusal(assessed(readings), {
    trusted: true,
    agreed: agreedTo(own()),
    managedCounts: true,
    ...more,
  });
}

/** Attacks on the check that nobody asked for, which sends the credential that is set up. */
export const UNASKED_ATTACKS: readonly Attack[] = [
  {
    id: 'half-typed-host',
    attacker: 'network',
    promise: 'asks',
    tries: 'owns the domain that a gateway’s name is while half of it is typed',
    meets: 'a new address gets nothing until the user checks it',
    run: () => {
      for (const host of [
        'gw.company.co',
        'gw.company.com.evil.example',
        'gw.company.com@evil.example',
        'gw.company.com:8443',
      ])
        assert.equal(refusal([own({ ANTHROPIC_BASE_URL: `https://${host}` })]), 'new-address');
    },
  },
  {
    id: 'plain-http-unasked',
    attacker: 'network',
    promise: 'credential',
    tries: 'reads along where the gateway’s address is http://',
    meets: 'nothing is sent in the background, whoever has agreed to it',
    run: () => {
      const plain = own({ ANTHROPIC_BASE_URL: 'http://gw.company.com' });
      assert.equal(refusal([plain], { agreed: agreedTo(plain) }), 'plain-http');
      const proxied = own({ ANTHROPIC_BASE_URL: 'http://localhost:4000', HTTP_PROXY: 'http://proxy.example:3128' });
      assert.equal(refusal([proxied], { agreed: agreedTo(proxied) }), 'plain-http');
    },
  },
  {
    id: 'settings-of-another-machine',
    attacker: 'extension',
    promise: 'asks',
    tries: 'writes another address, or another proxy and its certificate, into the user’s settings',
    meets: 'what was agreed to is address, credential and network together',
    run: () => {
      assert.equal(refusal([own({ ANTHROPIC_BASE_URL: 'https://evil.example' })]), 'new-address');
      assert.equal(
        refusal([own({ HTTPS_PROXY: 'http://evil.example:8080', NODE_EXTRA_CA_CERTS: '/tmp/ca.pem' })]),
        'new-network',
      );
      assert.equal(
        refusal([
          own(),
          reading(
            'user-settings',
            { ANTHROPIC_AUTH_TOKEN: 'of-another-place' },
            { location: '/home/me/.claude/settings.json' },
          ),
        ]),
        'new-credential',
      );
    },
  },
  {
    id: 'folder-certificates-unasked',
    attacker: 'repository',
    promise: 'credential',
    tries:
      'names certificates to trust, with every variable that OpenSSL, Node or Claude Code reads, or with one that nobody knows',
    meets: 'nothing is sent in the background',
    run: () => {
      for (const name of [
        'SSL_CERT_FILE',
        'SSL_CERT_DIR',
        'NODE_EXTRA_CA_CERTS',
        'CLAUDE_CODE_CERT_STORE',
        'NODE_TLS_REJECT_UNAUTHORIZED',
        'HTTPS_PROXY',
        'all_proxy',
        'NO_PROXY',
        'OPENSSL_CONF',
        'A_NAME_TO_COME',
      ])
        assert.equal(refusal([own(), folder({ [name]: '/w/ca.pem' })]), 'folder', name);
    },
  },
  {
    id: 'relative-certificates-unasked',
    attacker: 'repository',
    promise: 'credential',
    tries:
      'has a file by the name that the user’s own settings give certificates, relative to wherever Claude Code is started',
    meets: 'nothing is sent in the background, and in Restricted Mode not at all',
    run: () => {
      for (const name of [
        'NODE_EXTRA_CA_CERTS',
        'SSL_CERT_FILE',
        'SSL_CERT_DIR',
        'CLAUDE_CODE_CLIENT_CERT',
        'CLAUDE_CODE_CLIENT_KEY',
      ]) {
        for (const path of ['ca.pem', './certs/ca.pem', '../ca.pem', ' ca.pem']) {
          const relative = own({ [name]: path });
          assert.equal(refusal([relative], { agreed: agreedTo(relative) }), 'folder', `${name}=${path}`);
          assert.equal(agreedBy(assessed([relative])), undefined);
        }
        for (const path of ['/etc/ca.pem', 'C:\\ca.pem', '\\\\host\\share\\ca.pem'])
          assert.equal(refusal([own({ [name]: path })], { agreed: agreedTo(own({ [name]: path })) }), undefined, path);
      }
    },
  },
  {
    id: 'certificates-of-start-folder',
    attacker: 'repository',
    promise: 'credential',
    tries: 'is where VS Code was started from, while another folder is opened and trusted',
    meets: 'a relative path counts from the opened folder, or from the home directory',
    run: () => {
      const { config } = assessed([own({ NODE_EXTRA_CA_CERTS: 'certs/ca.pem' })]);
      const read = (trusted: boolean, opened?: string): string | undefined =>
        probeEnvironment(config, {}, trusted, opened)['NODE_EXTRA_CA_CERTS'];
      assert.deepEqual(
        [read(true, '/w'), read(true), read(false)],
        [join('/w', 'certs', 'ca.pem'), join(homedir(), 'certs', 'ca.pem'), undefined],
      );
    },
  },
  {
    id: 'container-forges-agreement',
    attacker: 'repository',
    promise: 'asks',
    tries: 'describes a container whose image brings along a list of agreed addresses',
    meets: 'a list without the seal, whose key is not in the container, is none',
    run: async (lab) => {
      const key = Buffer.alloc(32, 1);
      const storage = lab.folder({
        [agreedFile(key)]: JSON.stringify({
          version: 1,
          agreements: agreedTo(own({ ANTHROPIC_BASE_URL: 'https://evil.example' })),
          seal: '00'.repeat(32),
        }),
      });
      assert.deepEqual(await readAgreed(storage, key), []);
    },
  },
  {
    id: 'home-forges-agreement',
    attacker: 'home',
    promise: 'asks',
    tries: 'changes the list of agreed addresses in this extension’s storage',
    meets: 'the seal does not fit, and nothing is agreed to',
    run: async (lab) => {
      const [storage, key] = [lab.folder(), Buffer.alloc(32, 1)];
      for (const one of agreedTo(own())) await addAgreed(storage, key, one);
      const file = join(storage, agreedFile(key));
      const text = readFileSync(file, 'utf8');
      assert.equal((await readAgreed(storage, key)).length, 1);
      writeFileSync(file, text.replace('gw.company.com', 'evil.example'));
      assert.deepEqual(await readAgreed(storage, key), []);
      assert.ok(!text.includes(SENTINEL));
    },
  },
  {
    id: 'container-forges-policy',
    attacker: 'repository',
    promise: 'asks',
    tries: 'describes a container with managed settings of its own',
    meets: 'there managed settings agree to nothing',
    run: () => {
      assert.equal(
        refusal(
          [
            reading(
              'managed-file',
              { ANTHROPIC_BASE_URL: 'https://evil.example' },
              { guarded: true, location: '/etc/claude-code/managed-settings.json' },
            ),
            own(),
          ],
          { managedCounts: false },
        ),
        'new-address',
      );
    },
  },
  {
    id: 'policy-that-anybody-writes',
    attacker: 'account',
    promise: 'asks',
    tries: 'writes an address into managed settings that are open to everybody',
    meets: 'only what root alone can write counts as the organization’s',
    run: async (lab) => {
      const place = lab.folder();
      mkdirSync(join(place, 'claude-code'));
      const file = join(place, 'claude-code', 'managed-settings.json');
      writeFileSync(file, '{}');
      chmodSync(join(place, 'claude-code'), 0o777);
      assert.equal(await isGuarded(file), false);
      assert.equal(
        refusal([reading('managed-file', { ANTHROPIC_BASE_URL: 'https://evil.example' }, { location: file }), own()]),
        'new-address',
      );
    },
  },
  {
    id: 'new-host-in-user-settings',
    attacker: 'extension',
    promise: 'asks',
    tries: 'writes a gateway into the user’s settings',
    meets: '“not checked (new address)”, and no request',
    seenIn: {
      file: 'e2e/agreedHosts.test.ts',
      title: 'a new address in the user’s settings gets nothing, and the status bar says why',
    },
  },
  {
    id: 'folder-network-in-connect',
    attacker: 'repository',
    promise: 'credential',
    tries: 'decides on certificates while the user connects',
    meets: 'a question, with file and variables, before anything is sent',
    seenIn: {
      file: 'e2e/agreedHosts.test.ts',
      title: 'a folder whose settings name certificates is left alone, and Connect says so before it sends',
    },
  },
];
