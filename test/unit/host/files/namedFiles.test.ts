import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { assess } from '../../../../src/core/checks/assessment';
import { problemsOfNamedFiles } from '../../../../src/host/files/namedFiles';
import { probeEnvironment } from '../../../../src/host/run/probeEnvironment';
import { loadTrust } from '../../../../src/host/network/trust';
import type { SourceReading } from '../../../../src/core/config/snapshot';
import { reading, snapshotOf } from '../../core/support';
import { recordingFileCalls } from '../recordedCalls';
import { folderForTests, makePipe } from '../support';

describe('files that variables name', () => {
  const at = folderForTests();
  const problemsIn = (readings: readonly SourceReading[], trusted = true): ReturnType<typeof problemsOfNamedFiles> =>
    problemsOfNamedFiles(snapshotOf(readings, { trusted }), at('.'));
  const problems = async (...paths: string[]): Promise<Record<string, string>> =>
    Object.fromEntries(
      (
        await Promise.all(
          paths.map(async (file) =>
            Object.entries(await problemsIn([reading('user-settings', { NODE_EXTRA_CA_CERTS: file })])),
          ),
        )
      ).flat(),
    );

  it('are looked at where they are, relative to the folder too', async () => {
    writeFileSync(at('ca.pem'), 'x');
    writeFileSync(at('empty.pem'), '');
    mkdirSync(at('folder'));
    makePipe(at('pipe'));
    const none = at('none.pem');
    assert.deepEqual(
      await problems(
        at('ca.pem'),
        'ca.pem',
        '',
        ' ',
        none,
        'none.pem',
        at('ca.pem/x'),
        'empty.pem',
        'folder',
        'pipe',
        '~/ca.pem',
      ),
      {
        [none]: 'it doesn’t exist',
        'none.pem': 'it doesn’t exist',
        [at('ca.pem/x')]: 'it doesn’t exist',
        'empty.pem': 'it’s empty',
        folder: 'it isn’t a file',
        pipe: 'it isn’t a file',
        '~/ca.pem': 'it doesn’t exist',
      },
    );
  });

  it('may have any name, and other variables name none', async () => {
    assert.deepEqual([...Object.keys(await problems('\u0000')), ...Object.keys(await problems('__proto__'))].sort(), [
      '\u0000',
      '__proto__',
    ]);
    assert.deepEqual(await problemsIn([reading('shell', { ANTHROPIC_MODEL: '/none' })]), {});
  });

  it('are not touched when a folder names them that is not trusted', async () => {
    const readings = [
      reading('project-settings', { NODE_EXTRA_CA_CERTS: at('project.pem') }),
      reading('user-settings', { CLAUDE_CODE_CLIENT_CERT: at('config-dir.pem') }, { fromFolder: true }),
      reading('shell', { CLAUDE_CODE_CLIENT_KEY: at('own.pem') }),
    ];
    const calls = await recordingFileCalls(() => problemsIn(readings, false));
    assert.deepEqual([...new Set(calls.filter((file) => file.endsWith('.pem')))], [at('own.pem')]);
  });

  /** Paths that are more than files, on the system that this runs on. */
  const NO_FILES =
    process.platform === 'win32'
      ? [
          String.raw`\\host\share\ca.pem`,
          '//host/share/ca.pem',
          String.raw`\\?\UNC\host\share\ca.pem`,
          String.raw`\\.\pipe\x`,
          'NUL',
          'con.pem',
          String.raw`C:\x\COM1`,
        ]
      : ['/dev/zero', '/proc/self/pagemap', '/tmp/../proc/self/environ', '//proc/self/environ', '/net/host/ca.pem'];
  const isOut = (file: string): boolean => /^\/(?:proc|dev|net)|^(?:\\|\/){2}|NUL|con\.pem|COM1/.test(file);

  it('are not touched when a trusted folder names a device, a process or a server', async () => {
    for (const file of NO_FILES) {
      const snapshot = snapshotOf([
        reading('project-settings', {
          NODE_EXTRA_CA_CERTS: file,
          SSL_CERT_FILE: file,
          CLAUDE_CODE_CLIENT_CERT: file,
          CLAUDE_CODE_CLIENT_KEY: file,
        }),
      ]);
      const calls = await recordingFileCalls(async () => {
        assert.deepEqual(await problemsOfNamedFiles(snapshot, at('.')), {});
        await loadTrust(probeEnvironment(assess(snapshot, 'terminal').config, {}, true));
      });
      assert.deepEqual(calls.filter(isOut), [], file);
    }
    writeFileSync(at('ca.pem'), '');
    assert.deepEqual(await problemsIn([reading('project-settings', { NODE_EXTRA_CA_CERTS: 'ca.pem' })]), {
      'ca.pem': 'it’s empty',
    });
  });

  it('are not touched behind a link out of the folder', async () => {
    symlinkSync('/proc/self/environ', at('link.pem'));
    symlinkSync('/proc/self', at('links'));
    for (const file of ['link.pem', 'links/environ']) {
      const calls = await recordingFileCalls(async () => {
        assert.deepEqual(await problemsIn([reading('project-settings', { NODE_EXTRA_CA_CERTS: file })]), {});
      });
      assert.deepEqual(
        calls.filter((one) => one.startsWith('/proc') || one.endsWith('environ')),
        [],
        file,
      );
    }
  });
});
