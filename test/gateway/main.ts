/** A practice gateway as a program: prints {"url":…,"ca":…} when it listens, and ends on SIGTERM or SIGINT. */
import { appendFileSync } from 'node:fs';
import { readCommandLine } from './command-line';
import { startPracticeGateway } from './practice-gateway';

async function main(): Promise<void> {
  const { options, record, misbehave } = readCommandLine(process.argv.slice(2));
  const gateway = await startPracticeGateway({
    ...options,
    onRequest: (request) => {
      if (record !== undefined) appendFileSync(record, `${JSON.stringify(request)}\n`);
    },
  });
  gateway.misbehave(misbehave);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void gateway.stop());
  console.log(JSON.stringify({ url: gateway.url, ...(gateway.ca === undefined ? {} : { ca: gateway.ca }) }));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
