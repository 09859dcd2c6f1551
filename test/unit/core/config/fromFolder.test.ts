import assert from 'node:assert/strict';
import { assessAll } from '../../../../src/core/checks/assessment';
import { agreementOf } from '../../../../src/core/health/agreement';
import { decidedByFolder } from '../../../../src/core/config/decidedByFolder';
import { effectiveValue, isFromFolder, resolve, waitsForTrust } from '../../../../src/core/config/resolve';
import type { SourceReading } from '../../../../src/core/config/snapshot';
import { SOURCES, type SourceId } from '../../../../src/core/claude/sources';
import { backgroundRefusal } from '../../../../src/core/health/backgroundChecks';
import { probeEnvironment } from '../../../../src/host/run/probeEnvironment';
import { assessed, reading, snapshotOf } from '../support';

const URL = { ANTHROPIC_BASE_URL: 'https://gw.example' };
const CREDENTIAL = reading('shell', { ANTHROPIC_AUTH_TOKEN: 'made.up.sentinel.0123' });
const IN_FOLDER = { fromFolder: true, location: '/code/settings.json' } as const;
const userFile = (env: Readonly<Record<string, string>>): SourceReading => reading('user-settings', env, IN_FOLDER);

describe('what lies in the opened folder', () => {
  for (const { kind } of SOURCES) {
    const id: SourceId = kind === 'managed-dropin' ? 'managed-dropin:x' : kind;
    it(`comes from it, whatever it is called: ${kind}`, () => {
      assert.ok(isFromFolder(reading(id, {}, IN_FOLDER)));
    });
  }

  it('counts for Claude Code before trust only where Claude Code takes it for the user’s', () => {
    const counting = (one: SourceReading): string | undefined =>
      effectiveValue(resolve(snapshotOf([one], { trusted: false }), 'integrated-terminal'), 'ANTHROPIC_BASE_URL')
        ?.source;
    assert.deepEqual(
      [
        counting(userFile(URL)),
        counting(reading('project-settings', URL)),
        counting(reading('terminal-env', URL, IN_FOLDER)),
      ],
      ['user-settings', undefined, undefined],
    );
    assert.deepEqual(
      [
        waitsForTrust(userFile(URL)),
        waitsForTrust(reading('local-settings')),
        waitsForTrust(reading('vscode-user', {}, IN_FOLDER)),
      ],
      [false, true, false],
    );
  });

  it('decides nothing that is sent from here before trust, and nothing unasked at all', () => {
    for (const env of [
      URL,
      { HTTPS_PROXY: 'http://p.example' },
      { NODE_EXTRA_CA_CERTS: '/ca.pem' },
      { ANTHROPIC_CUSTOM_HEADERS: 'X-To: evil' },
    ]) {
      const { config } = assessed([CREDENTIAL, userFile(env)], 'vscode-extension', { trusted: false });
      assert.equal(decidedByFolder(config)?.location, '/code/settings.json', JSON.stringify(env));
      const [name = ''] = Object.keys(env);
      assert.deepEqual(
        [probeEnvironment(config, {}, false)[name], probeEnvironment(config, {}, true)[name]],
        [undefined, Object.values(env)[0]],
      );
    }
    assert.equal(
      decidedByFolder(
        assessed([CREDENTIAL, reading('shell', URL), userFile({ ANTHROPIC_MODEL: 'x' })], 'vscode-extension', {
          trusted: false,
        }).config,
      ),
      undefined,
    );
    const here = assessed([CREDENTIAL, userFile(URL)]);
    assert.equal(
      backgroundRefusal(here, {
        trusted: true,
        agreed: [agreementOf(here)].filter((one) => one !== undefined),
        managedCounts: true,
      }),
      'folder',
    );
  });

  it('is told as what Claude Code does, with its place', () => {
    const snapshot = snapshotOf([CREDENTIAL, userFile(URL)], { trusted: false });
    const [found] = assessAll(snapshot).flatMap(({ findings }) =>
      findings.filter(({ cause }) => cause === 'folder-redirects-credential'),
    );
    assert.match(
      `${found?.facts['source'] ?? ''} ${found?.facts['detail'] ?? ''}`,
      /\/code\/settings\.json.*applies even before you trust this folder, because Claude Code treats it as your own settings/,
    );
  });
});
