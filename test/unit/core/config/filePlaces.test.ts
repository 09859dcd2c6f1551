import assert from 'node:assert/strict';
import { isBelow, leavesFiles } from '../../../../src/core/config/filePlaces';

const BACK = String.fromCharCode(92);
/** `/` stands for a backslash. */
const windows = (path: string): string => path.replaceAll('/', BACK);

describe('a path that is more than a file of this machine', () => {
  for (const path of [
    '//host/share/ca.pem',
    '//host@SSL/DavWWWRoot/ca.pem',
    '//?/C:/ca.pem',
    '//?/UNC/host/share',
    '//./pipe/x',
    '//./C:',
    '/??/C:/x',
    'C:/code/NUL',
    'C:/code/con.pem',
    'C:/code/aux',
    'C:/COM1/x.pem',
    'C:/x/lpt9.txt',
    'C:/x/com¹',
    'C:/x/prn .pem',
    'C:/x/nul:',
    'C:/x/CONOUT$',
  ]) {
    it(`on Windows: ${path}`, () => {
      assert.ok(leavesFiles(path, 'win32'), 'with slashes');
      assert.ok(leavesFiles(windows(path), 'win32'), 'with backslashes');
    });
  }
  for (const path of [
    '/dev/zero',
    '/dev',
    '/proc/self/pagemap',
    '//proc/self/environ',
    '/code/../proc/x',
    '/code/./../dev/tty',
    '/sys/kernel',
    '/net/host/x',
  ]) {
    it(`elsewhere: ${path}`, () => {
      assert.ok(leavesFiles(path, 'linux') && leavesFiles(path, 'darwin'));
    });
  }
  for (const [path, platform] of [
    ['C:/code/ca.pem', 'win32'],
    ['C:/code/console.pem', 'win32'],
    ['C:/code/com10.pem', 'win32'],
    ['C:/code/null', 'win32'],
    ['D:/auxiliary/x', 'win32'],
    ['/etc/ssl/ca.pem', 'linux'],
    ['/code/dev/proc/x', 'linux'],
    ['/device/x', 'linux'],
    ['/home/me/nul', 'linux'],
    ['/processes', 'darwin'],
    ['/Volumes/x/ca.pem', 'darwin'],
  ] as const) {
    it(`is not ${path} on ${platform}`, () => {
      assert.ok(!leavesFiles(path, platform));
      if (platform === 'win32') assert.ok(!leavesFiles(windows(path), platform));
    });
  }
});

describe('a place below a folder', () => {
  for (const [path, folder, platform, below] of [
    ['/code', '/code', 'linux', true],
    ['/code/a', '/code/', 'linux', true],
    ['/code2/a', '/code', 'linux', false],
    ['/code/../etc', '/code', 'linux', false],
    ['/a', '/', 'linux', true],
    ['/Code/a', '/code', 'linux', false],
    ['/Code/a', '/code', 'darwin', true],
    ['c:/CODE/a', 'C:/code', 'win32', true],
    ['//?/C:/code/a', 'C:/code', 'win32', true],
    ['D:/code/a', 'C:/code', 'win32', false],
    ['//host/code/a', 'C:/code', 'win32', false],
    ['C:/code/../x', 'C:/code', 'win32', false],
  ] as const) {
    it(`${path} ${below ? 'is' : 'is not'} below ${folder} on ${platform}`, () => {
      assert.equal(isBelow(path, folder, platform), below);
      if (platform === 'win32') assert.equal(isBelow(windows(path), windows(folder), platform), below);
    });
  }
});
