import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAUSE_IDS } from '../../src/core/causes/causes';
import { finding } from '../../src/core/causes/findings';
import { STEP_BUTTONS } from '../../src/core/causes/nextSteps';
import { explainFinding } from '../../src/core/explain/explanation';
import { explanationMarkdown } from '../../src/core/views/explanationMarkdown';
import { COMMANDS } from '../../src/ui/ids';
import { REPOSITORY } from '../host/repository';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const read = (file: string): Record<string, Json> =>
  JSON.parse(readFileSync(join(REPOSITORY, file), 'utf8')) as Record<string, Json>;

/** Properties of the manifest that people read. */
const FOR_PEOPLE = [
  'displayName',
  'description',
  'markdownDescription',
  'title',
  'shortTitle',
  'category',
  'name',
  'contextualTitle',
  'contents',
  'enumDescriptions',
  'deprecationMessage',
  'label',
  'altText',
];

/** Every text of a part of the manifest, with the property that it stands in; items of a list stand in that of the list. */
function textsOf(value: Json, property = ''): [property: string, text: string][] {
  if (typeof value === 'string') return [[property, value]];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item) => textsOf(item, property));
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, name));
}

/** Texts of the manifest that stand in it as they are. */
function literals({
  displayName = '',
  description = '',
  capabilities = {},
  contributes = {},
}: Readonly<Record<string, Json>>): string[] {
  const texts = textsOf({ displayName, description, capabilities, contributes });
  return texts
    .filter(([property, text]) => FOR_PEOPLE.includes(property) && !/^%[\w.]+%$/.test(text))
    .map(([, text]) => text);
}

describe('the texts of package.json', () => {
  const manifest = read('package.json');
  const texts = read('package.nls.json');
  const keys = textsOf(manifest).flatMap(([, text]) => /^%([\w.]+)%$/.exec(text)?.[1] ?? []);

  it('are what the buttons of every cause say: each names the command that it runs', () => {
    for (const cause of CAUSE_IDS) {
      const buttons = [finding(cause, 'x', {}, true), finding(cause, 'x', {}, false)].flatMap(
        (found) => explanationMarkdown(explainFinding(found), true).buttons,
      );
      for (const { button } of buttons) {
        if (button.kind !== 'step' || button.step.command === undefined) continue;
        const { command } = button.step;
        assert.ok(Object.hasOwn(COMMANDS, command), cause);
        assert.equal(STEP_BUTTONS[command], texts[`command.${command}.title`], cause);
      }
    }
  });

  it('are all in package.nls.json, and nothing else is', () => {
    assert.ok(keys.length > 15);
    assert.deepEqual([...new Set(keys)].sort(), Object.keys(texts).sort());
    for (const [key, text] of Object.entries(texts)) assert.ok(typeof text === 'string' && text.trim() !== '', key);
  });

  it('stand nowhere but there', () => {
    assert.deepEqual(literals(manifest), []);
    assert.deepEqual(
      literals({
        displayName: '%displayName%',
        description: 'A',
        contributes: { commands: [{ command: 'a.b', title: 'B', category: '%c%' }], viewsWelcome: [{ contents: 'C' }] },
      }),
      ['A', 'B', 'C'],
    );
  });

  it('are translated by the file that names the languages’ folder', () => {
    assert.equal(manifest['l10n'], './media/l10n');
  });
});
