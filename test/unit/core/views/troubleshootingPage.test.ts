import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAUSE_IDS, OWNER_LABEL } from '../../../../src/core/causes/causes';
import { TROUBLESHOOTING } from '../../../../src/core/causes/table';
import {
  FIX_WORDS,
  pageAnchor,
  SEVERITY_WORDS,
  troubleshootingMarkdown,
} from '../../../../src/core/views/troubleshootingPage';
import { UNPRINTABLE } from '../support';
import type { Row } from '../../../../src/core/causes/row';

const REPOSITORY = join(__dirname, '..', '..', '..', '..');
const page = troubleshootingMarkdown();
/** As GitHub and VS Code make an anchor of a heading. */
const anchors = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/\s/g, '-'),
);

describe('the troubleshooting page', () => {
  it('is in media/troubleshooting.md as the code makes it; npm run docs writes it', () => {
    assert.equal(readFileSync(join(REPOSITORY, 'media', 'troubleshooting.md'), 'utf8').replaceAll('\r\n', '\n'), page);
  });

  it('has an anchor for each cause, and no anchor twice', () => {
    assert.equal(new Set(anchors).size, anchors.length);
    for (const cause of CAUSE_IDS) assert.ok(anchors.includes(pageAnchor(cause)), cause);
  });

  it('links to anchors that it has', () => {
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    assert.ok(links.length >= CAUSE_IDS.length);
    assert.deepEqual(
      links.filter((anchor) => !anchors.includes(anchor)),
      [],
    );
  });

  for (const cause of CAUSE_IDS) {
    it(`${cause}: says what is wrong, how bad it is, every step in order, and where to read on`, () => {
      const row: Row = TROUBLESHOOTING[cause];
      const entry =
        page
          .split(`\n### ${pageAnchor(cause)}\n`)[1]
          ?.split('\n## ')[0]
          ?.split('\n### ')[0] ?? '';
      assert.match(entry, /^\n\*\*[A-Z“c].*\.\*\* /);
      assert.ok(entry.includes(SEVERITY_WORDS[row.severity]));
      assert.deepEqual(
        [...entry.matchAll(/^(\d+)\. [A-Z]/gm)].map(([, number]) => Number(number)),
        row.remedy.map((_, index) => index + 1),
      );
      for (const name of [...row.says, ...row.involves])
        assert.ok(entry.includes(`\`${name}\``) || entry.includes(`\`\` ${name} \`\``), name);
      for (const kind of row.fixes) assert.ok(entry.includes(FIX_WORDS[kind]));
      for (const other of row.dependsOn) assert.ok(entry.includes(`(#${other})`), other);
      assert.ok(entry.includes(`](${row.docs})`));
    });
  }

  it('stands under who acts', () => {
    for (const cause of CAUSE_IDS) {
      const before = page.slice(0, page.indexOf(`\n### ${cause}\n`));
      assert.equal(
        before.slice(before.lastIndexOf('\n## ') + 4).split('\n')[0],
        OWNER_LABEL[TROUBLESHOOTING[cause].owner],
      );
    }
  });

  it('reads as sentences: nothing is left to fill in', () => {
    const sentences = page
      .replace(/`[^`]*`/g, '')
      .split('\n')
      .filter((line) => !line.startsWith('- Messages you may see:'));
    for (const line of sentences)
      assert.doesNotMatch(line, /[{}]|undefined|\bnull\b|(?<!\.)\.\.(?!\.)| \.| {2}\S/, line);
    assert.doesNotMatch(page.replaceAll('\n', ''), UNPRINTABLE);
  });
});
