import assert from 'node:assert/strict';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { assertWritable } from '../../../../src/host/files/writable';
import { replaceText } from '../../../host/replaceText';
import { codeOf, FileError } from '../../../../src/host/files/fileError';
import { readText } from '../../../../src/host/files/textFile';
import { filesIn, folderForTests, makePipe } from '../support';

const fails =
  (code: FileError['code']) =>
  (error: unknown): boolean =>
    error instanceof FileError && error.code === code && error.message.length < 400;
const modeOf = (file: string): number => statSync(file).mode & 0o7777;

describe('a text file', () => {
  const at = folderForTests();

  for (const [what, text] of [
    ['nothing', ''],
    ['CRLF', '{\r\n}\r\n'],
    ['a byte order mark', '\ufeff{}'],
    ['no line end', '{}'],
    ['NUL and astral characters', '\u0000😀'],
    ['lone CR', 'a\rb'],
  ] as const) {
    it(`is read and replaced byte by byte: ${what}`, async () => {
      writeFileSync(at('f'), text);
      assert.equal(await readText(at('f')), text);
      await replaceText(at('f'), `${text}x`, 0o600);
      assert.deepEqual(readFileSync(at('f')), Buffer.from(`${text}x`));
    });
  }

  it('is absent without a file or without its folder', async () => {
    writeFileSync(at('f'), '');
    for (const file of [at('none'), at('no', 'folder'), at('f', 'below')])
      assert.equal(await readText(file), undefined);
  });

  it('is refused when it is none, without waiting', async () => {
    mkdirSync(at('folder'));
    makePipe(at('pipe'));
    symlinkSync(at('pipe'), at('link'));
    for (const file of [at('folder'), at('pipe'), at('link'), '/dev/zero'])
      await assert.rejects(readText(file), fails('not-a-file'));
  });

  it('is refused when it is no UTF-8, too large, or a circle of links', async () => {
    writeFileSync(at('latin1'), Buffer.from('{"a":"é"}', 'latin1'));
    await assert.rejects(readText(at('latin1')), fails('encoding'));
    writeFileSync(at('utf16'), Buffer.from('\ufeff{}', 'utf16le'));
    await assert.rejects(readText(at('utf16')), fails('encoding'));
    writeFileSync(at('large'), '');
    truncateSync(at('large'), 2 * 1024 * 1024 + 1);
    await assert.rejects(readText(at('large')), fails('too-large'));
    symlinkSync(at('b'), at('a'));
    symlinkSync(at('a'), at('b'));
    await assert.rejects(readText(at('a')), fails('unreadable'));
  });

  it('keeps its mode, and a new one has the mode asked for whatever the umask', async () => {
    for (const mode of [0o600, 0o644, 0o640, 0o755]) {
      writeFileSync(at('f'), 'a');
      chmodSync(at('f'), mode);
      await replaceText(at('f'), 'b', 0o600);
      assert.equal(modeOf(at('f')), mode);
    }
    const umask = process.umask(0o077);
    try {
      await replaceText(at('new'), 'b', 0o640);
    } finally {
      process.umask(umask);
    }
    assert.equal(modeOf(at('new')), 0o640);
    assert.deepEqual(filesIn(at()), ['f', 'new']);
  });

  it('behind a link is replaced, and the link stays', async () => {
    mkdirSync(at('dotfiles'));
    writeFileSync(at('dotfiles', 'settings.json'), 'a');
    symlinkSync('dotfiles/settings.json', at('settings.json'));
    await replaceText(at('settings.json'), 'b', 0o600);
    assert.equal(readlinkSync(at('settings.json')), 'dotfiles/settings.json');
    assert.equal(readFileSync(at('dotfiles', 'settings.json'), 'utf8'), 'b');
    symlinkSync('dotfiles/new.json', at('new.json'));
    await replaceText(at('new.json'), 'c', 0o600);
    assert.ok(lstatSync(at('new.json')).isSymbolicLink());
    assert.equal(readFileSync(at('dotfiles', 'new.json'), 'utf8'), 'c');
    assert.deepEqual(filesIn(at()), [
      'dotfiles',
      'dotfiles/new.json',
      'dotfiles/settings.json',
      'new.json',
      'settings.json',
    ]);
  });

  it('stays whole when it cannot be replaced, and nothing is left behind', async () => {
    mkdirSync(at('f'));
    await assert.rejects(replaceText(at('f'), 'b', 0o600), fails('not-a-file'));
    await assert.rejects(replaceText(at('no', 'folder'), 'b', 0o600), fails('failed'));
    assert.deepEqual(filesIn(at()), ['f']);
  });

  it('is never seen half written', async () => {
    writeFileSync(at('f'), 'a'.repeat(500_000));
    const seen = new Set<string>();
    const reading = (async () => {
      for (let i = 0; i < 40; i++) seen.add(((await readText(at('f'))) ?? '').replace(/(.)\1*/g, '$1'));
    })();
    for (const letter of 'bcdef') await replaceText(at('f'), letter.repeat(500_000), 0o600);
    await reading;
    for (const text of seen) assert.match(text, /^[a-f]$/);
  });

  it('that is read-only is not written, even by root', async () => {
    writeFileSync(at('f'), 'a');
    await assertWritable(at('f'));
    chmodSync(at('f'), 0o444);
    await assert.rejects(assertWritable(at('f')), fails('read-only'));
    await assertWritable(at('new'));
    await assertWritable(at('new', 'folder', 'f'));
    await assert.rejects(assertWritable(at('f', 'below')), fails('read-only'));
  });

  it('has errors with a code', () => {
    assert.deepEqual(
      [
        codeOf(Object.assign(new Error(), { code: 'EACCES' })),
        codeOf(new TypeError()),
        codeOf('x'),
        codeOf({ code: 5 }),
      ],
      ['EACCES', 'TypeError', 'unknown', 'unknown'],
    );
  });
});
