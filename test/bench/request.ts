import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { credentialsFor } from '../../src/core/probes/probeRequest';
import { Secret } from '../../src/core/words/secret';
import { verifyEntered } from '../../src/host/run/verify';
import { PRACTICE_KEY } from '../gateway/credentials';
import { startPracticeGateway } from '../gateway/practice-gateway';
import { sideBySide } from './median';
import { shortest } from '../unit/host/shortest';

/** The check of a gateway on loopback, and the bare request that it consists of, each on a connection of its own. */
export async function benchRequest(rounds: number): ReturnType<typeof sideBySide> {
  const gateway = await startPracticeGateway();
  const credential = new Secret(PRACTICE_KEY);
  const { url, method, headers, body } = shortest(gateway.url, credentialsFor('bearer', credential), '0.0.0');
  const check = async (): Promise<void> => {
    const { accepted } = await verifyEntered(
      { baseUrl: gateway.url, kind: 'bearer', credential },
      { env: {}, version: '0.0.0' },
    );
    if (!accepted) throw new Error('the practice gateway refused its own key');
  };
  const bare = async (): Promise<void> => {
    const asked = request(url, {
      method,
      headers: { ...headers, authorization: `Bearer ${PRACTICE_KEY}` },
      agent: false,
    }).end(body);
    const [answer] = (await once(asked, 'response')) as [NodeJS.ReadableStream];
    JSON.parse(await text(answer));
  };
  try {
    return await sideBySide(rounds, check, bare);
  } finally {
    await gateway.stop();
  }
}
