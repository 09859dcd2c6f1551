import assert from 'node:assert/strict';
import { rowOf } from '../../../../../src/core/causes/findings';
import type { ObservedCertificate, TlsObservation } from '../../../../../src/core/probes/observations';
import { judgeTls } from '../../../../../src/core/probes/rows/tlsProbe';
import { target } from '../support';

function certificate(more: Partial<ObservedCertificate> = {}): ObservedCertificate {
  return {
    subject: 'gw.example',
    issuer: 'Example Issuing CA',
    issuerOrganization: 'Example',
    names: ['gw.example'],
    from: '2026-01-01T00:00:00.000Z',
    to: '2027-01-01T00:00:00.000Z',
    selfSigned: false,
    ...more,
  };
}

function seen(more: Partial<TlsObservation> = {}): TlsObservation {
  return {
    spoken: true,
    version: 'TLSv1.3',
    alpn: 'http/1.1',
    chain: [certificate()],
    trustedBy:
      more.code === undefined
        ? { node: true, system: true, trusted: true }
        : { node: false, system: false, trusted: false },
    asksForCertificate: false,
    ms: 9,
    ...more,
  };
}

const UNVERIFIED = 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';

/** Cause, variant, who acts; or `ok`, and what is said. */
function shown(what: TlsObservation, more: Parameters<typeof target>[0] = {}): string {
  const { outcome, detail, findings = [] } = judgeTls(what, target(more));
  const [found] = findings;
  return found === undefined
    ? `${outcome} ${detail}`
    : `${found.cause} ${found.variant ?? ''} ${rowOf(found).owner} ${found.evidence}`;
}

describe('what a handshake shows', () => {
  const CASES: readonly (readonly [string, Partial<TlsObservation>, RegExp])[] = [
    ['a certificate that is trusted', {}, /^ok TLSv1\.3 · certificate from Example · trusted by: Node\.js, system$/],
    ['HTTP/2', { alpn: 'h2' }, /^ok TLSv1\.3 · HTTP\/2 offered, Claude Code uses HTTP\/1\.1 · /],
    ['one that expires soon', { chain: [certificate({ to: '2026-11-30T00:00:00.000Z' })] }, /expires in 8 days$/],
    [
      'a private authority',
      { code: UNVERIFIED },
      /^tls-untrusted {2}you issued by “Example Issuing CA”, which isn’t trusted here and wasn’t sent/,
    ],
    [
      'a private authority that is sent along',
      {
        code: 'SELF_SIGNED_CERT_IN_CHAIN',
        chain: [certificate(), certificate({ subject: 'Example CA', issuer: 'Example CA', selfSigned: true })],
      },
      /^tls-untrusted {2}you the authority “Example CA” isn’t trusted here/,
    ],
    [
      'its own authority',
      { code: 'DEPTH_ZERO_SELF_SIGNED_CERT', chain: [certificate({ selfSigned: true })] },
      /^tls-untrusted {2}you the certificate is self-signed/,
    ],
    [
      'a link that is missing',
      { code: UNVERIFIED, relatedAuthority: 'Example Root CA' },
      /^tls-untrusted incomplete-chain gateway-team the certificate of “Example Issuing CA” wasn’t sent; “Example Root CA” is trusted here/,
    ],
    [
      'a store that is left out',
      { code: UNVERIFIED, trustedBy: { node: false, system: true, trusted: false } },
      /^tls-untrusted {2}you CLAUDE_CODE_CERT_STORE excludes the store/,
    ],
    [
      'an expired one',
      { code: 'CERT_HAS_EXPIRED', chain: [certificate({ to: '2026-02-01T00:00:00.000Z' })] },
      /^tls-untrusted expired gateway-team valid from 2026-01-01 to 2026-02-01/,
    ],
    ['one that is not valid yet', { code: 'CERT_NOT_YET_VALID' }, /^tls-untrusted expired gateway-team/],
    [
      'one for another name',
      { code: 'ERR_TLS_CERT_ALTNAME_INVALID', chain: [certificate({ names: ['other.example', '*.other.example'] })] },
      /^tls-untrusted wrong-name gateway-team the certificate is for other\.example, \*\.other\.example, not for gw\.example/,
    ],
    [
      'one that a proxy made',
      {
        code: UNVERIFIED,
        chain: [
          certificate({ issuer: 'Zscaler Intermediate Root CA (zscalertwo.net)', issuerOrganization: 'Zscaler Inc.' }),
        ],
      },
      /^tls-untrusted inspected administrator the certificate was issued by Zscaler/,
    ],
    ['no certificate at all', { code: UNVERIFIED, chain: [] }, /^tls-untrusted {2}you the certificate wasn’t accepted/],
    [
      'a certificate of ours that is missing',
      { code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', asksForCertificate: true },
      /^client-certificate-required {2}you the server requires a client certificate/,
    ],
    [
      'both at once: theirs is the first obstacle',
      { code: UNVERIFIED, asksForCertificate: true },
      /^tls-untrusted {2}you/,
    ],
    ['a certificate of ours that is welcome', { asksForCertificate: true }, /^ok .*client certificate optional$/],
    [
      'something that is no TLS',
      { spoken: false, code: 'EPROTO' },
      /^gateway-unreachable {2}you the TLS handshake failed/,
    ],
    ['silence', { spoken: false, code: 'TIMEOUT' }, /^connect-timeout {2}network-team/],
  ];
  for (const [what, more, expected] of CASES)
    it(what, () => {
      assert.match(shown(seen(more)), expected);
    });

  it('raises client-certificate-required when the server refuses ours', () => {
    const found = shown(seen({ code: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', asksForCertificate: true }), {
      hasClientCertificate: true,
    });
    assert.match(found, /^client-certificate-required {2}you the server rejects this machine’s client certificate/);
  });

  it('prints nothing that a certificate should not hold', () => {
    const evil = 'A\u001b[31m\u202e\n# B [x](http://evil) '.repeat(50);
    for (const code of [UNVERIFIED, 'CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', undefined]) {
      const text = shown(
        seen({
          ...(code === undefined ? {} : { code }),
          chain: [
            certificate({
              subject: evil,
              issuer: evil,
              issuerOrganization: evil,
              names: [evil, evil],
              from: evil,
              to: evil,
            }),
          ],
          relatedAuthority: evil,
        }),
      );
      assert.doesNotMatch(text, /[\p{Cc}\p{Cf}]/u);
      assert.ok(text.length < 700, String(text.length));
    }
  });
});
