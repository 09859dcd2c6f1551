import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import type { Tls } from '../../gateway/certificates';
import { readCommandLine } from '../../gateway/command-line';
import { startPracticeGateway } from '../../gateway/practice-gateway';
import { BOTH_HEADERS, GOOD_BODY, post } from './support';

async function models(url: string, ca?: string): Promise<number | undefined> {
  const call = request(`${url}/v1/models`, { headers: BOTH_HEADERS, ...(ca === undefined ? {} : { ca }) }).end();
  const [reply] = (await once(call, 'response')) as [IncomingMessage];
  await text(reply);
  return reply.statusCode;
}

describe('practice gateway: the server', () => {
  for (const [tls, code] of [
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['private-ca', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ] as const satisfies readonly [Tls, string][]) {
    it(`${tls}: refused as such, and accepted with its certificate`, async () => {
      const gateway = await startPracticeGateway({ tls });
      try {
        await assert.rejects(models(gateway.url), { code });
        assert.equal(await models(gateway.url, gateway.ca), 200);
        assert.equal(await models(gateway.url.replace('127.0.0.1', 'localhost'), gateway.ca), 200);
      } finally {
        await gateway.stop();
      }
    });
  }

  for (const [tls, code] of [
    ['expired', 'CERT_HAS_EXPIRED'],
    ['other-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['no-intermediate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ] as const satisfies readonly [Tls, string][]) {
    it(`${tls}: refused as such, although its authority is trusted`, async () => {
      const gateway = await startPracticeGateway({ tls });
      try {
        await assert.rejects(models(gateway.url, gateway.ca), { code });
      } finally {
        await gateway.stop();
      }
    });
  }

  it('stops at once, with connections open', async () => {
    const gateway = await startPracticeGateway();
    gateway.misbehave('hang');
    const waiting = assert.rejects(post(`${gateway.url}/v1/messages`, GOOD_BODY));
    while (gateway.requests.length === 0) await new Promise(setImmediate);
    await gateway.stop();
    await waiting;
    await assert.rejects(fetch(gateway.url));
  });

  it('rejects when the port is taken', async () => {
    const gateway = await startPracticeGateway();
    await assert.rejects(startPracticeGateway({ port: gateway.port }), { code: 'EADDRINUSE' });
    await gateway.stop();
  });

  it('reads its command line', () => {
    const { options, record, misbehave } = readCommandLine([
      '--port',
      '8787',
      '--keys',
      'a,b',
      '--reads',
      'bearer',
      '--record',
      'f',
      '--misbehave',
      'hang',
    ]);
    assert.deepEqual(options, { port: 8787, keys: ['a', 'b'], reads: 'bearer' });
    assert.deepEqual([record, misbehave], ['f', 'hang']);
    assert.throws(() => readCommandLine(['--reads', 'neither']), /expected one of bearer, x-api-key, both/);
    assert.throws(() => readCommandLine(['--misbehave', 'toString']), /expected one of html-login-page/);
  });
});
