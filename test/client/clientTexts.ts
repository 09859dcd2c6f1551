import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Failure } from './failure';
import type { Truth } from './failureVerdict';
import type { Printed } from './insideFailures';
import { CLIENT_VERSIONS, type ClientVersion } from './install';

/** What a real client printed in one of the failures. */
export interface ClientText extends Truth {
  readonly name: string;
  readonly version: string;
  readonly text: string;
}

const FILE = join(__dirname, '..', 'fixtures', 'clientTexts.jsonl');

/** What both clients printed in the failures, when it was last recorded. */
export function clientTexts(): ClientText[] {
  return readFileSync(FILE, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ClientText);
}

/** Keeps what the clients printed, so that it is read again without them. A client that hangs may have printed nothing. */
export function keepClientTexts(printed: Readonly<Record<ClientVersion, ReadonlyMap<Failure, Printed>>>): void {
  const texts = (Object.keys(CLIENT_VERSIONS) as ClientVersion[]).flatMap((version) =>
    [...printed[version]].map(([{ name, cause, also }, { text }]): ClientText => ({
      name,
      version: CLIENT_VERSIONS[version],
      text,
      cause,
      ...(also === undefined ? {} : { also }),
    })),
  );
  writeFileSync(
    FILE,
    texts
      .filter(({ text }) => text !== '')
      .map((text) => `${JSON.stringify(text)}\n`)
      .join(''),
  );
}
