/**
 * `npm run verdicts`: one line of JSON for everything in the fixtures, with what the product decides about it and none of its words.
 * Two of these texts, from before and after a reshape, are equal when no verdict has changed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorReading } from '../src/core/answers/errorReading';
import { rowOf, type Finding } from '../src/core/causes/findings';
import { healthOf } from '../src/core/health/health';
import { readPasted } from '../src/core/explain/pastedError';
import { readAnswer } from '../src/core/answers/readAnswer';
import { SURFACE_LABEL, type SurfaceId } from '../src/core/claude/sources';
import type { Assessment } from '../src/core/checks/assessment';
import { clientTexts } from './client/clientTexts';
import { CLIENT_VERSIONS } from './client/install';
import { WORLDS_FILE, type MeasuredWorld } from './client/measured';
import { makeWorld, predictWorld } from './client/predictWorld';
import { SAMPLES, type Sample } from './fixtures/samples';
import { temporaryFolder } from './host/temporary';
import { labelledErrors, readingOf, type LabelledError } from './unit/core/answers/labelledErrors';
import { CASES } from './unit/core/checks/staticChecks.cases';
import { assessed } from './unit/core/support';

const SURFACES = Object.keys(SURFACE_LABEL) as SurfaceId[];

function print(from: string, name: string, verdict: unknown): void {
  console.log(JSON.stringify({ from, name, verdict }));
}

function ofReading(reading: ErrorReading | undefined): unknown {
  if (reading === undefined) return undefined;
  const { candidates, decides, speaker, product, facts } = reading;
  const owner = rowOf({ cause: candidates[0].cause }).owner;
  return {
    candidates: candidates.map(({ cause, confidence }) => `${cause} ${confidence}`),
    owner,
    decides,
    speaker,
    product,
    facts: Object.keys(facts).sort(),
  };
}

function ofFinding(found: Finding): unknown {
  const { cause, severity, certain, variant, fix, facts } = found;
  return {
    cause,
    severity,
    certain,
    variant,
    fix: fix?.kind,
    owner: rowOf(found).owner,
    facts: Object.keys(facts).sort(),
  };
}

function ofAssessment({ request, findings }: Assessment): unknown {
  const { state } = healthOf(request, findings, undefined, false);
  return { state, request: { ...request, detail: undefined }, findings: findings.map(ofFinding) };
}

function texts(): void {
  for (const [cause, sample] of Object.entries<Sample>(SAMPLES)) {
    if ('text' in sample) print('samples', cause, ofReading(readPasted(sample.text).reading));
    if ('http' in sample) {
      const { status, headers = {}, body } = sample.http;
      const answer = { kind: 'response', status, headers, body, ms: 1 } as const;
      print(
        'samples',
        cause,
        ofReading(
          readAnswer(answer, { facts: {}, secrets: [], ...(sample.sent === undefined ? {} : { sent: sample.sent }) }),
        ),
      );
    }
  }
  for (const name of ['errors', 'moreErrors'] as const)
    for (const row of labelledErrors(name)) print(name, row.id, ofReading(readingOf(row)));
  for (const { name, version, text } of clientTexts())
    print('clientTexts', `${name} ${version}`, ofReading(readPasted(text).reading));
  for (const file of process.argv.slice(2)) {
    const rows = readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LabelledError);
    for (const row of rows) print(file, row.id, ofReading(readingOf(row)));
  }
}

function checks(): void {
  for (const { check, what, readings, more } of CASES) {
    for (const surface of SURFACES)
      print('checks', `${check}: ${what} (${surface})`, ofAssessment(assessed(readings, surface, more)));
  }
}

async function worlds(): Promise<void> {
  const rows = readFileSync(WORLDS_FILE, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as MeasuredWorld);
  for (const [index, { name, world }] of rows.entries()) {
    const scratch = temporaryFolder('world');
    try {
      const places = {
        home: join(scratch.path, 'home'),
        folder: join(scratch.path, 'folder'),
        managedDir: join(scratch.path, 'managed'),
      };
      makeWorld(world, places);
      for (const version of Object.values(CLIENT_VERSIONS)) {
        for (const surface of SURFACES)
          print(
            'worlds',
            `${index} ${name} ${version} ${surface}`,
            ofAssessment(await predictWorld(world, places, version, surface)),
          );
      }
    } finally {
      scratch.remove();
    }
  }
}

texts();
checks();
void worlds();
