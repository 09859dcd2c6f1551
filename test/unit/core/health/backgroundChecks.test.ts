import assert from 'node:assert/strict';
import { isSentInBackground } from '../../../../src/core/config/credentialHeaders';
import { Secret } from '../../../../src/core/words/secret';
import type { Assessment } from '../../../../src/core/checks/assessment';
import { agreementOf, type Agreement } from '../../../../src/core/health/agreement';
import type { Snapshot, SourceReading } from '../../../../src/core/config/snapshot';
import type { SourceId } from '../../../../src/core/claude/sources';
import {
  agreedBy,
  isConfiguredAnew,
  isOtherHost,
  refusalWords,
  backgroundRefusal,
  type Refusal,
} from '../../../../src/core/health/backgroundChecks';
import { folderNetworkText } from '../../../../src/core/views/folderNetwork';
import { assessed, reading, UNPRINTABLE } from '../support';

const gateway = (env: Record<string, string> = {}): SourceReading =>
  reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: 'made-up-0123', ...env });
const folder = (env: Record<string, string>, more: Partial<SourceReading> = {}): SourceReading =>
  reading('project-settings', env, { location: '/w/.claude/settings.json', ...more });

/** What the user would have agreed to if no folder were open. */
function agreedOutside(readings: readonly SourceReading[]): Agreement[] {
  const agreement = agreementOf(
    assessed(readings.filter(({ id }) => !['local-settings', 'project-settings', 'vscode-workspace'].includes(id))),
  );
  return agreement === undefined ? [] : [agreement];
}

function refused(readings: readonly SourceReading[], more: Partial<Snapshot> = {}): Refusal | undefined {
  return backgroundRefusal(assessed(readings, 'vscode-extension', more), {
    trusted: more.trusted ?? true,
    agreed: agreedOutside(readings),
    managedCounts: true,
  });
}

describe('asking the gateway unasked', () => {
  const table: readonly [string, Refusal | undefined, Refusal | undefined][] = [
    ['a gateway and a credential of the user', refused([gateway()]), undefined],
    ['in Restricted Mode', refused([gateway()], { trusted: false }), 'restricted'],
    ['nothing set up', refused([]), 'nothing-to-ask'],
    ['Anthropic itself', refused([reading('shell', { ANTHROPIC_API_KEY: 'k' })]), 'nothing-to-ask'],
    ['nothing that would be sent', refused([gateway({ ANTHROPIC_AUTH_TOKEN: '' })]), 'nothing-to-ask'],
    ['no address', refused([gateway({ ANTHROPIC_BASE_URL: 'file:///etc/passwd' })]), 'nothing-to-ask'],
    [
      'an address of the folder',
      refused([gateway(), folder({ ANTHROPIC_BASE_URL: 'https://other.example' })]),
      'folder',
    ],
    [
      'address and credential of the folder',
      refused([folder({ ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: 'made-up-0123' })]),
      'folder',
    ],
    [
      'an address of VS Code’s workspace settings',
      refused([
        gateway(),
        reading(
          'vscode-workspace',
          { ANTHROPIC_BASE_URL: 'https://other.example', ANTHROPIC_AUTH_TOKEN: 'k' },
          { location: '/w/.vscode/settings.json' },
        ),
      ]),
      'folder',
    ],
    ['a credential of the folder', refused([gateway(), folder({ ANTHROPIC_AUTH_TOKEN: 'of-the-folder' })]), 'folder'],
    ['a proxy of the folder', refused([gateway(), folder({ HTTPS_PROXY: 'http://other.example:8080' })]), 'folder'],
    ['certificates of the folder', refused([gateway(), folder({ NODE_EXTRA_CA_CERTS: '/w/ca.pem' })]), 'folder'],
    [
      'certificates of the system by the folder',
      refused([gateway(), folder({ SSL_CERT_FILE: '/w/ca.pem' })]),
      'folder',
    ],
    ['a folder of certificates by the folder', refused([gateway(), folder({ SSL_CERT_DIR: '/w' })]), 'folder'],
    ['headers of the folder', refused([gateway(), folder({ ANTHROPIC_CUSTOM_HEADERS: 'x-a: b' })]), 'folder'],
    [
      'another provider by the folder',
      refused([gateway(), folder({ CLAUDE_CODE_USE_BEDROCK: '1' })]),
      'nothing-to-ask',
    ],
    [
      'another provider’s format by the folder',
      refused([
        gateway({ ANTHROPIC_FOUNDRY_API_KEY: 'k', ANTHROPIC_FOUNDRY_BASE_URL: 'https://gw.example' }),
        folder({ CLAUDE_CODE_USE_FOUNDRY: '1' }),
      ]),
      'folder',
    ],
    ['a command of the folder', refused([gateway(), folder({}, { helper: new Secret('print-key') })]), 'folder'],
    [
      'a name of the folder that nobody knows',
      refused([gateway(), folder({ OPENSSL_CONF: '/w/openssl.cnf' })]),
      'folder',
    ],
    [
      'a model of the folder',
      refused([gateway(), folder({ ANTHROPIC_MODEL: 'claude-haiku-4-5' }, { model: new Secret('opus') })]),
      undefined,
    ],
    [
      'anything harmless of the folder',
      refused([gateway(), folder({ MAX_THINKING_TOKENS: '1', BASH_DEFAULT_TIMEOUT_MS: '1' })]),
      undefined,
    ],
    [
      'an address of the folder that another one overrides',
      refused([
        reading('managed-file', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: 'made-up-0123' }),
        folder({ ANTHROPIC_BASE_URL: 'https://other.example' }),
      ]),
      undefined,
    ],
    [
      'a command of the user',
      refused([
        reading('user-settings', { ANTHROPIC_BASE_URL: 'https://gw.example' }, { helper: new Secret('print-key') }),
      ]),
      undefined,
    ],
    ['no encryption', refused([gateway({ ANTHROPIC_BASE_URL: 'http://gw.example' })]), 'plain-http'],
    ['no encryption, and no scheme', refused([gateway({ ANTHROPIC_BASE_URL: 'gw.example:8080' })]), 'plain-http'],
    [
      'no encryption to a name that only looks like this machine',
      refused([gateway({ ANTHROPIC_BASE_URL: 'http://gw.localhost' })]),
      'plain-http',
    ],
    ['no encryption on this machine', refused([gateway({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:4000' })]), undefined],
    ['no encryption on this machine, IPv6', refused([gateway({ ANTHROPIC_BASE_URL: 'http://[::1]:4000' })]), undefined],
    [
      'no encryption to this machine through a proxy',
      refused([gateway({ ANTHROPIC_BASE_URL: 'http://localhost:4000', HTTP_PROXY: 'http://proxy.example' })]),
      'plain-http',
    ],
    [
      'no encryption on this machine, past a proxy',
      refused([
        gateway({
          ANTHROPIC_BASE_URL: 'http://localhost:4000',
          HTTP_PROXY: 'http://proxy.example',
          NO_PROXY: 'localhost',
        }),
      ]),
      undefined,
    ],
    [
      'no encryption to this machine, where an empty list takes the place of the other',
      refused([
        gateway({
          ANTHROPIC_BASE_URL: 'http://localhost:4000',
          HTTP_PROXY: 'http://proxy.example',
          NO_PROXY: 'localhost',
          no_proxy: '',
        }),
      ]),
      'plain-http',
    ],
  ];
  for (const [what, actual, expected] of table)
    it(`${expected === undefined ? 'is allowed' : 'is not'}: ${what}`, () => {
      assert.equal(actual, expected);
    });

  describe('goes where a check of the user went with the same credential, by the same way, and nowhere else', () => {
    const agreed = agreedOutside([gateway()]);
    const against = (readings: readonly SourceReading[], managedCounts = true): Refusal | undefined =>
      backgroundRefusal(assessed(readings), { trusted: true, agreed, managedCounts });
    const cases: readonly [string, Refusal | undefined, Refusal | undefined][] = [
      ['the same', against([gateway()]), undefined],
      ['another path', against([gateway({ ANTHROPIC_BASE_URL: 'https://gw.example/team' })]), undefined],
      [
        'the same address, written otherwise',
        against([gateway({ ANTHROPIC_BASE_URL: ' HTTPS://GW.example:443/ ' })]),
        undefined,
      ],
      ['another credential in the same place', against([gateway({ ANTHROPIC_AUTH_TOKEN: 'made-up-9999' })]), undefined],
      ['half of the name', against([gateway({ ANTHROPIC_BASE_URL: 'https://gw.exampl' })]), 'new-address'],
      ['more of the name', against([gateway({ ANTHROPIC_BASE_URL: 'https://gw.example.co' })]), 'new-address'],
      ['another port', against([gateway({ ANTHROPIC_BASE_URL: 'https://gw.example:8443' })]), 'new-address'],
      [
        'a name before an @',
        against([gateway({ ANTHROPIC_BASE_URL: 'https://gw.example@evil.example' })]),
        'new-address',
      ],
      ['a backslash', against([gateway({ ANTHROPIC_BASE_URL: 'https://evil.example\\@gw.example' })]), 'new-address'],
      [
        'another variable',
        against([
          gateway({
            ANTHROPIC_AUTH_TOKEN: '',
            ANTHROPIC_FOUNDRY_API_KEY: 'k',
            CLAUDE_CODE_USE_FOUNDRY: '1',
            ANTHROPIC_FOUNDRY_BASE_URL: 'https://gw.example',
          }),
        ]),
        'new-credential',
      ],
      [
        'another file',
        against([
          reading(
            'vscode-user',
            { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: 'made-up-0123' },
            { location: '/home/me/settings.json' },
          ),
        ]),
        'new-credential',
      ],
      [
        'another source',
        against([
          reading('user-settings', { ANTHROPIC_BASE_URL: 'https://gw.example', ANTHROPIC_AUTH_TOKEN: 'made-up-0123' }),
        ]),
        'new-credential',
      ],
      ['headers besides', against([gateway({ ANTHROPIC_CUSTOM_HEADERS: 'x-key: k' })]), 'new-credential'],
      ['a proxy', against([gateway({ HTTPS_PROXY: 'http://proxy.example' })]), 'new-network'],
      ['certificates', against([gateway(), reading('shell', { SSL_CERT_FILE: '/ca.pem' })]), 'new-network'],
      [
        'an address of the organization',
        against([
          reading(
            'managed-file',
            { ANTHROPIC_BASE_URL: 'https://org.example' },
            { guarded: true, location: '/etc/m.json' },
          ),
          gateway(),
        ]),
        undefined,
      ],
      [
        'an address of the organization, with certificates of its own and a proxy of the environment',
        against([
          reading(
            'managed-hklm',
            { ANTHROPIC_BASE_URL: 'https://org.example', NODE_EXTRA_CA_CERTS: '/ca.pem' },
            { guarded: true },
          ),
          gateway(),
          reading('shell', { HTTPS_PROXY: 'http://proxy.example' }),
        ]),
        undefined,
      ],
      [
        'an address of the organization, with certificates that another extension may have written',
        against([
          reading('managed-hklm', { ANTHROPIC_BASE_URL: 'https://org.example' }, { guarded: true }),
          gateway({ NODE_EXTRA_CA_CERTS: '/ca.pem' }),
        ]),
        'new-network',
      ],
      [
        'an address of the organization, with a proxy that another extension may have written',
        against([
          reading('managed-hklm', { ANTHROPIC_BASE_URL: 'https://org.example' }, { guarded: true }),
          gateway({ HTTPS_PROXY: 'http://p.example' }),
        ]),
        'new-network',
      ],
      [
        'an address in a managed file that anybody can write',
        against([
          reading('managed-file', { ANTHROPIC_BASE_URL: 'https://org.example' }, { location: '/etc/m.json' }),
          gateway(),
        ]),
        'new-address',
      ],
      [
        'an address in the user’s own part of the registry',
        against([reading('managed-hkcu', { ANTHROPIC_BASE_URL: 'https://org.example' }), gateway()]),
        'new-address',
      ],
      [
        'an address of the organization in a container that the folder describes',
        against(
          [
            reading(
              'managed-file',
              { ANTHROPIC_BASE_URL: 'https://org.example' },
              { guarded: true, location: '/etc/m.json' },
            ),
            gateway(),
          ],
          false,
        ),
        'new-address',
      ],
      [
        'an address of the organization, unencrypted',
        against([
          reading(
            'managed-file',
            { ANTHROPIC_BASE_URL: 'http://org.example' },
            { guarded: true, location: '/etc/m.json' },
          ),
          gateway(),
        ]),
        'plain-http',
      ],
      [
        'an address of the organization, and a credential of the folder',
        against([
          reading(
            'managed-file',
            { ANTHROPIC_BASE_URL: 'https://org.example' },
            { guarded: true, location: '/etc/m.json' },
          ),
          folder({ ANTHROPIC_AUTH_TOKEN: 'k' }),
        ]),
        'folder',
      ],
    ];
    for (const [what, actual, expected] of cases)
      it(`${expected ?? 'is asked'}: ${what}`, () => {
        assert.equal(actual, expected);
      });
  });

  it('is decided in the same way for every source: trust, folder, encryption, agreement', () => {
    const sources: readonly SourceId[] = [
      'managed-plist',
      'managed-hklm',
      'managed-dropin:10.json',
      'managed-file',
      'managed-hkcu',
      'local-settings',
      'project-settings',
      'user-settings',
      'vscode-workspace',
      'vscode-remote',
      'vscode-user',
      'shell',
    ];
    const fromFolder: readonly SourceId[] = ['local-settings', 'project-settings', 'vscode-workspace'];
    const urls = ['https://gw.example', 'http://gw.example', 'http://127.0.0.1:4000'];
    let seen = 0;
    for (const source of sources)
      for (const key of sources)
        for (const url of urls)
          for (const trusted of [true, false])
            for (const guarded of [true, false]) {
              const of = (id: SourceId): SourceReading =>
                reading(
                  id,
                  {
                    ...(id === source ? { ANTHROPIC_BASE_URL: url } : {}),
                    ...(id === key ? { ANTHROPIC_AUTH_TOKEN: 'made-up-0123' } : {}),
                  },
                  { location: `/${id}`, ...(guarded && id.startsWith('managed') ? { guarded: true } : {}) },
                );
              const now: Assessment = assessed([...new Set([source, key])].map(of), 'vscode-extension', { trusted });
              const own = agreementOf(now);
              const counts =
                now.request.willSend &&
                now.request.baseUrl.source === source &&
                trusted &&
                ![source, key].some((id) => fromFolder.includes(id)) &&
                !url.startsWith('http://gw');
              for (const agreed of [true, false])
                for (const managedCounts of [true, false]) {
                  const actual = backgroundRefusal(now, {
                    trusted,
                    agreed: agreed && own !== undefined ? [own] : [],
                    managedCounts,
                  });
                  const allowed = counts && (agreed || (guarded && managedCounts && source.startsWith('managed')));
                  assert.equal(
                    actual === undefined,
                    allowed,
                    JSON.stringify({ source, key, url, agreed, trusted, guarded, managedCounts, actual }),
                  );
                  seen += allowed ? 1 : 0;
                }
            }
    assert.ok(seen > 300, String(seen));
  });

  it('agrees to nothing in which the opened folder has a hand', () => {
    for (const one of [
      folder({ SSL_CERT_FILE: '/w/ca.pem' }),
      folder({ ANTHROPIC_AUTH_TOKEN: 'k' }),
      folder({ ANTHROPIC_BASE_URL: 'https://gw.example' }),
      folder({ ANY_NAME: 'k' }),
    ])
      assert.equal(agreedBy(assessed([gateway(), one])), undefined);
    assert.deepEqual(agreedBy(assessed([gateway(), folder({ ANTHROPIC_MODEL: 'm' })])), agreedOutside([gateway()])[0]);
  });

  it('remembers no secret', () => {
    const secret = 'sk-sentinel-4hT8';
    const readings = [
      gateway({
        ANTHROPIC_BASE_URL: `https://me:${secret}@gw.example/?key=${secret}`,
        ANTHROPIC_AUTH_TOKEN: secret,
        ANTHROPIC_CUSTOM_HEADERS: `x-key: ${secret}`,
        HTTPS_PROXY: `http://me:${secret}@proxy.example:3128`,
        HTTP_PROXY: `me:${secret}@proxy.example`,
        https_proxy: `http://[${secret}`,
        CLAUDE_CODE_CLIENT_KEY_PASSPHRASE: secret,
      }),
    ];
    const [agreement] = agreedOutside(readings);
    assert.deepEqual(
      [agreement?.origin, agreement?.credentials.map(({ variable }) => variable)],
      ['https://gw.example', ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_CUSTOM_HEADERS']],
    );
    assert.deepEqual(agreement?.network, [
      'HTTPS_PROXY=http://proxy.example:3128',
      'HTTP_PROXY=http://proxy.example',
      'https_proxy=',
      'CLAUDE_CODE_CLIENT_KEY_PASSPHRASE=',
    ]);
    assert.ok(!JSON.stringify(agreement).includes(secret));
  });

  it('says why not, in words that can be shown', () => {
    const { request } = assessed([gateway({ ANTHROPIC_BASE_URL: 'https://me:made-up-pw@gw.example' })]);
    assert.equal(refusalWords('new-address', request)?.word, 'not checked (new address)');
    assert.equal(refusalWords('restricted', request), undefined);
    for (const refusal of ['new-address', 'new-credential', 'new-network', 'plain-http', 'folder'] as const) {
      const { word = '', verdict = '' } = refusalWords(refusal, request) ?? {};
      assert.ok(
        word.startsWith('not checked') &&
          verdict.includes('gw.example') &&
          verdict.endsWith('Run Gateway: Check Connection.') &&
          !verdict.includes('made-up-pw') &&
          !UNPRINTABLE.test(verdict),
        verdict,
      );
    }
  });

  it('says with which variables, in which files, a folder decides on the network', () => {
    assert.equal(
      folderNetworkText(
        assessed([
          gateway({ HTTPS_PROXY: 'http://mine.example' }),
          reading('login', {}),
          folder({ ANTHROPIC_MODEL: 'm' }),
        ]).config,
      ),
      undefined,
    );
    assert.equal(
      folderNetworkText(
        assessed(
          [
            gateway(),
            folder({ SSL_CERT_FILE: '/w/ca.pem', NO_PROXY: '*' }),
            reading('vscode-workspace', { HTTPS_PROXY: 'http://p.example' }, { location: '/w/.vscode/settings.json' }),
          ],
          'vscode-extension',
        ).config,
      )?.includes('SSL_CERT_FILE (this folder’s .claude/settings.json)'),
      true,
    );
    assert.equal(
      folderNetworkText(
        assessed([gateway(), folder({ SSL_CERT_FILE: '/w/ca.pem' })], 'vscode-extension', { trusted: false }).config,
      ),
      undefined,
    );
  });

  it('proves the credential, unless a command or a login would have to tell it', () => {
    const sent = (...readings: SourceReading[]): boolean => isSentInBackground(assessed(readings).request.headers);
    assert.equal(sent(gateway()), true);
    assert.equal(
      sent(reading('user-settings', { ANTHROPIC_BASE_URL: 'https://gw.example' }, { helper: new Secret('print-key') })),
      false,
    );
    assert.equal(sent(gateway(), reading('user-settings', {}, { helper: new Secret('print-key') })), false);
    assert.equal(sent(reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example' }), reading('login')), false);
  });

  it('notices another address, another credential and another proxy, and nothing else', () => {
    const anew = (...readings: SourceReading[]): boolean => isConfiguredAnew(assessed([gateway()]), assessed(readings));
    assert.equal(anew(gateway()), false);
    assert.equal(anew(gateway({ ANTHROPIC_BASE_URL: 'https://other.example' })), true);
    assert.equal(anew(gateway({ ANTHROPIC_AUTH_TOKEN: 'made-up-9999' })), true);
    assert.equal(anew(gateway({ HTTPS_PROXY: 'http://proxy.example' })), true);
    assert.equal(anew(reading('vscode-user', { ANTHROPIC_BASE_URL: 'https://gw.example' })), true);
  });

  it('knows another host from another path', () => {
    const other = (env: Record<string, string>): boolean =>
      isOtherHost(assessed([gateway()]), assessed([gateway(env)]));
    assert.equal(other({ ANTHROPIC_BASE_URL: 'https://gw.example/team' }), false);
    assert.equal(other({ ANTHROPIC_AUTH_TOKEN: 'made-up-9999' }), false);
    assert.equal(other({ ANTHROPIC_BASE_URL: 'https://gw.example:8443' }), true);
    assert.equal(other({ ANTHROPIC_BASE_URL: 'http://gw.example' }), true);
    assert.equal(other({ ANTHROPIC_BASE_URL: '' }), true);
  });
});
