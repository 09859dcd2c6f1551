import { chmodSync, writeFileSync } from 'node:fs';
import { createServer, connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startOwnProcess } from '../host/ownProcess';
import { cleanEnvironment } from '../host/environment';
import { temporaryFolder } from '../host/temporary';

/** A place where parts are set up for one case: what was started there ends with it. */
export interface Site {
  readonly folder: string;
  /** Writes a file of the case, and returns its path. Other users may read it: proxies do not stay root. */
  file(name: string, text: string, mode?: number): string;
  /** Run when the site is cleared, the latest first. */
  whenCleared(stop: () => unknown): void;
  clear(): Promise<void>;
}

/** A new place, empty. */
export function newSite(): Site {
  const temporary = temporaryFolder('real-parts');
  chmodSync(temporary.path, 0o755);
  const stops: (() => unknown)[] = [];
  let files = 0;
  return {
    folder: temporary.path,
    file(name, text, mode = 0o644) {
      const path = join(temporary.path, `${String(++files)}-${name}`);
      writeFileSync(path, text, { mode });
      return path;
    },
    whenCleared: (stop) => {
      stops.push(stop);
    },
    async clear() {
      for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) await stop();
      temporary.remove();
    },
  };
}

/** A port of 127.0.0.1 that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(0, '127.0.0.1', listening);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => {
    server.close(closed);
  });
  return port;
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    return await new Promise((settled) => {
      socket
        .once('connect', () => {
          settled(true);
        })
        .once('error', () => {
          settled(false);
        });
    });
  } finally {
    socket.destroy();
  }
}

/** A program that serves at a port, and how to start it there. */
export interface ServerProgram {
  readonly command: string;
  readonly args: (port: number) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Longer than any of them takes on a busy machine. */
const START_MS = 30_000;

/** Starts a server at a free port of this site, waits until it accepts connections, and returns the port. Takes another port when somebody was quicker. */
export async function startServer(site: Site, { command, args, env = {} }: ServerProgram): Promise<number> {
  let said = '';
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const port = await freePort();
    const own = startOwnProcess(command, args(port), { env: cleanEnvironment(env), cwd: site.folder });
    // Somebody else may be there already: what is up a moment later is ours.
    for (const until = Date.now() + START_MS; !(await endedSoon(own.ended)) && Date.now() < until;) {
      if ((await answers(port)) && !(await endedSoon(own.ended))) {
        site.whenCleared(() => own.stop());
        return port;
      }
    }
    said = own.output();
    await own.stop(0);
  }
  throw new Error(`${command} did not start: ${said}`);
}

function endedSoon(ended: Promise<unknown>): Promise<boolean> {
  return Promise.race([
    ended.then(
      () => true,
      () => true,
    ),
    sleep(30).then(() => false),
  ]);
}
