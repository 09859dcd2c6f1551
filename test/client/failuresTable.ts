/** Prints what the real client says in each failure, and how it is read, as a Markdown table. `--older` takes the older client; `--record` runs both, and keeps what they print. */
import { readErrorText } from '../../src/core/answers/readAnswer';
import { keepClientTexts } from './clientTexts';
import { FAILURES } from './failures';
import { candidatesText, objection } from './failureVerdict';
import { CLIENT_VERSIONS, type ClientVersion } from './install';
import { runFailures } from './runFailures';

const SHOWN = 100;

function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
}

async function main(): Promise<void> {
  const older = process.argv.includes('--older');
  const versions: readonly ClientVersion[] = process.argv.includes('--record')
    ? ['newest', 'older']
    : [older ? 'older' : 'newest'];
  const printed: Record<ClientVersion, Awaited<ReturnType<typeof runFailures>>> = {
    newest: new Map(),
    older: new Map(),
  };
  for (const version of versions) {
    const results = (printed[version] = await runFailures(version, FAILURES));
    console.log(
      `\n${CLIENT_VERSIONS[version]}\n\n| case | true cause | printed | candidates | ok |\n| --- | --- | --- | --- | --- |`,
    );
    for (const [failure, { text }] of results) {
      const reading = readErrorText(text);
      const ok = text === '' ? '–' : objection(reading, failure) === undefined ? 'yes' : 'NO';
      console.log(
        `| ${failure.name} | ${failure.cause} | ${cell(text).slice(0, SHOWN)} | ${candidatesText(reading.candidates)} | ${ok} |`,
      );
    }
  }
  if (versions.length > 1) keepClientTexts(printed);
}

void main();
