/** A program that sends one request and prints what came back, as JSON. */
import { send } from '../../../../src/host/network/transport';

const { url, timeoutMs, watched } = JSON.parse(process.argv[2] ?? '') as {
  url: string;
  timeoutMs: number;
  watched?: boolean;
};

void send({ method: 'GET', url, headers: {}, credentials: {} }, { env: {}, timeoutMs, watched: watched === true }).then(
  (reply) => {
    process.stdout.write(JSON.stringify(reply));
  },
);
