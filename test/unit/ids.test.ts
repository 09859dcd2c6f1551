import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SOURCES } from '../../src/core/claude/sources';

const SRC = path.join(__dirname, '..', '..', 'src');
const FILES = readdirSync(SRC, { recursive: true })
  .map((file) => String(file).replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'));

/** Who may name a source, and why: the table itself, and whoever makes readings, each of one place. */
const NAMES_SOURCES: Readonly<Record<string, string>> = {
  'core/claude/sources.ts': 'the table',
  'host/files/readSources.ts': 'reads the files, the environment and whether a login is saved',
  'host/files/osPolicy.ts': 'reads what the OS manages',
  'host/files/vscodeFile.ts': 'reads a settings file of VS Code',
  'cli/snapshot.ts': 'says which settings files of VS Code are read',
  'ui/window/collect.ts': 'reads the settings of the window',
  'core/checks/enteredAssessment.ts': 'makes a reading of what was typed in',
  'core/config/credentialHeaders.ts': 'makes the origin of a saved login, which has no reading to take it from',
};
/** These make readings. Between them they read every source. */
const READERS = Object.keys(NAMES_SOURCES).filter((file) => /^(?:host\/files|ui\/window)\//.test(file));

/** Kinds of credentials, flags and the like have such names too: these are sources only where an id is meant. */
const COMMON_WORDS = ['login', 'shell'];
const SOURCE = new RegExp(
  [
    `['"\`](?:${SOURCES.map(({ kind }) => kind)
      .filter((kind) => !COMMON_WORDS.includes(kind))
      .join('|')})(?:['"\`]|:)`,
    `\\b(?:id|source)(?:\\)? ?[!=]==|:) ?['"\`](?:${COMMON_WORDS.join('|')})['"\`]`,
  ].join('|'),
);
/** An id of a source or of a probe taken apart, or matched. */
const TAKEN_APART =
  /\b(?:id|source|kind)\)?\??\.(?:startsWith|endsWith|includes|match|search|slice|split|replace|indexOf)\(|\.(?:test|exec)\((?:\w+\.)?(?:id|source|kind)\)/;

/** Where such a name is not the id of a source or a probe, or where the table itself knows its families. */
const OTHERS: Readonly<Record<string, string>> = {
  'core/claude/sources.ts': 'the table',
  'core/probes/probeIds.ts': 'the table',
  'core/probes/rows/discoveryProbe.ts': 'ids of models',
  'core/answers/matches.ts': 'the source of a pattern',
  'core/explain/httpAnswer.ts': 'a pasted text',
};

function linesLike(pattern: RegExp): { readonly file: string; readonly line: string }[] {
  return FILES.flatMap((file) =>
    readFileSync(path.join(SRC, file), 'utf8')
      .split('\n')
      .filter((line) => pattern.test(line) && !/^\s*(?:\*|\/\/|\/\*)/.test(line))
      .map((line) => ({ file, line: line.trim() })),
  );
}

describe('ids', () => {
  it('of sources stand in their table and where they are read; what else follows from a source is a column', () => {
    const found = linesLike(SOURCE);
    assert.deepEqual(
      found.filter(({ file }) => !Object.hasOwn(NAMES_SOURCES, file)).map(({ file, line }) => `${file}: ${line}`),
      [],
    );
    assert.deepEqual(
      Object.keys(NAMES_SOURCES).filter((file) => !found.some((one) => one.file === file)),
      [],
      'no longer needed',
    );
  });

  it('of sources are compared nowhere, not even where they are read', () => {
    assert.deepEqual(
      linesLike(/\b(?:id|source)\)? ?[!=]== ?'/)
        .filter(({ line }) => SOURCE.test(line))
        .map(({ file, line }) => `${file}: ${line}`),
      [],
    );
  });

  it('of sources are read, each by one of the readers', () => {
    const readers = READERS.map((file) => readFileSync(path.join(SRC, file), 'utf8')).join('\n');
    assert.deepEqual(
      SOURCES.map(({ kind }) => kind).filter((kind) => !new RegExp(`['"\`]${kind}['":]`).test(readers)),
      [],
      'read it in host/files/readSources.ts or ui/window/collect.ts',
    );
  });

  it('are looked up in their table, and never taken apart or matched', () => {
    const found = linesLike(TAKEN_APART);
    assert.deepEqual(
      found.filter(({ file }) => !Object.hasOwn(OTHERS, file)).map(({ file, line }) => `${file}: ${line}`),
      [],
    );
    assert.deepEqual(
      Object.keys(OTHERS).filter((file) => !found.some((one) => one.file === file)),
      [],
      'no longer needed',
    );
  });
});
