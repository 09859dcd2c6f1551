import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { generate } from 'selfsigned';
import { judgeTls } from '../../../src/core/probes/rows/tlsProbe';
import type { TlsObservation } from '../../../src/core/probes/observations';
import { createPerform } from '../../../src/host/run/perform';
import { targetWith } from '../../unit/core/probes/targetWith';
import type { Attack, Lab } from '../attack';

/** What a look at a server shows whose certificate bears this subject, its own issuer. */
async function lookAt(
  lab: Lab,
  subject: readonly { readonly name: string; readonly value: string }[],
): Promise<TlsObservation> {
  const { private: key, cert } = await generate([...subject], { keyType: 'ec', algorithm: 'sha256' });
  const server = createServer({ key, cert }, (socket) => {
    socket.end();
  }).on('tlsClientError', () => undefined);
  lab.whenOver(() => server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return createPerform({})(
    'tls',
    { host: '127.0.0.1', port },
    { timeoutMs: 10_000, signal: new AbortController().signal, waitsFor: () => undefined },
  );
}

/** Certificates that strangers made. */
export const CERTIFICATE_ATTACKS: readonly Attack[] = [
  {
    id: 'certificate-without-names',
    attacker: 'network',
    promise: 'alive',
    cause: 'tls-untrusted',
    tries: 'shows a certificate that names neither a subject nor an issuer',
    meets: 'read like any other, and not trusted',
    run: async (lab) => {
      const seen = await lookAt(lab, []);
      assert.deepEqual(
        seen.chain.map(({ subject, issuer }) => [subject, issuer]),
        [['', '']],
      );
      assert.equal(judgeTls(seen, targetWith()).findings?.[0]?.cause, 'tls-untrusted');
    },
  },
  {
    id: 'certificate-with-link',
    attacker: 'network',
    promise: 'runs',
    cause: 'tls-untrusted',
    tries: 'shows a certificate in the name of a link and of control characters',
    meets: 'read, and not a link',
    run: async (lab) => {
      const judged = judgeTls(
        await lookAt(lab, [{ name: 'commonName', value: '[Sign in](command:x)\u001b]0;y\u0007\u202e' }]),
        targetWith(),
      );
      assert.doesNotMatch(JSON.stringify(judged), /\]\(|\\u001b|\u202e/);
    },
  },
];
