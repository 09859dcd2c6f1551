import { detectMachine } from '../../src/host/files/machine';
import { readSources } from '../../src/host/files/readSources';

/**
 * Reads what a machine holds, in a process of its own, whose memory and time can be told: `readingProgram HOME FOLDER`. Prints the
 * outcome of each reading, the largest amount of memory in MB, and how long it took.
 */
async function main([home, folder]: readonly string[]): Promise<void> {
  const began = performance.now();
  const machine = detectMachine(process.env, { home, folder, managedDir: `${home ?? ''}/managed` });
  const { readings, state } = await readSources(machine, process.env);
  const outcomes = Object.fromEntries(
    readings.map(({ id, outcome }) => [id, outcome.status === 'unreadable' ? outcome.message : outcome.status]),
  );
  process.stdout.write(
    `${JSON.stringify({ outcomes, state: state?.outcome, mb: Math.round(process.resourceUsage().maxRSS / 1024), ms: Math.round(performance.now() - began) })}\n`,
    () => {
      process.exit(0);
    },
  );
}

void main(process.argv.slice(2));
