import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { problemsOfNamedFiles } from '../../../src/host/namedFiles';
import { reading } from '../core/support';
import { folderForTests, makePipe } from './support';

describe('files that variables name', () => {
  const at = folderForTests();
  const problems = (...paths: string[]): ReturnType<typeof problemsOfNamedFiles> => problemsOfNamedFiles(paths.map((file) => reading('user-settings', { NODE_EXTRA_CA_CERTS: file })), at('.'));

  it('are looked at where they are, relative to the folder too', async () => {
    writeFileSync(at('ca.pem'), 'x');
    writeFileSync(at('empty.pem'), '');
    mkdirSync(at('folder'));
    makePipe(at('pipe'));
    const none = at('none.pem');
    assert.deepEqual(await problems(at('ca.pem'), 'ca.pem', '', ' ', none, 'none.pem', at('ca.pem/x'), 'empty.pem', 'folder', 'pipe', '~/ca.pem'), {
      [none]: 'it is not there',
      'none.pem': 'it is not there',
      [at('ca.pem/x')]: 'it is not there',
      'empty.pem': 'it is empty',
      folder: 'it is not a file',
      pipe: 'it is not a file',
      '~/ca.pem': 'it is not there',
    });
  });

  it('may have any name, and other variables name none', async () => {
    assert.deepEqual(Object.keys(await problems('\u0000', '__proto__')).sort(), ['\u0000', '__proto__']);
    assert.deepEqual(await problemsOfNamedFiles([reading('shell', { ANTHROPIC_MODEL: '/none' })], undefined), {});
  });
});
