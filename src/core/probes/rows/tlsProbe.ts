import { t } from '@vscode/l10n';
import { finding, type Finding } from '../../causes/findings';
import { redactLine } from '../../words/redact';
import { certificateVariant, factsOf, failureFinding, problem, withVariant } from '../answers';
import type { Judged } from '../probe';
import type { ObservedCertificate, TlsObservation, TrustStore } from '../observations';
import type { Target } from '../target';

/** Makers of proxies that open encrypted connections, by what stands in the certificates that they make. */
const INSPECTORS: readonly (readonly [RegExp, string])[] = [
  [/zscaler/i, 'Zscaler'],
  [/netskope|goskope/i, 'Netskope'],
  [/palo ?alto|prisma ?access/i, 'Palo Alto Networks'],
  [/forti(net|gate|guard)/i, 'Fortinet'],
  [/blue ?coat|symantec (web|cloud) ?swg/i, 'Symantec'],
  [/cisco (umbrella|secure|ironport)|opendns/i, 'Cisco Umbrella'],
  [/sophos/i, 'Sophos'],
  [/check ?point/i, 'Check Point'],
  [/mcafee|skyhigh|trellix/i, 'Skyhigh Security'],
  [/forcepoint|websense/i, 'Forcepoint'],
  [/cloudflare (gateway|for teams|zero trust)/i, 'Cloudflare Gateway'],
  [/iboss/i, 'iboss'],
  [/avast|avg (web|antivirus)/i, 'Avast'],
  [/kaspersky/i, 'Kaspersky'],
  [/eset ssl/i, 'ESET'],
  [/bitdefender/i, 'Bitdefender'],
  [/mitmproxy/i, 'mitmproxy'],
  [/charles proxy/i, 'Charles'],
  [/fiddler/i, 'Fiddler'],
];

const STORE_WORDS: Readonly<Record<Exclude<TrustStore, 'trusted'>, string>> = {
  node: 'Node.js',
  system: 'system',
  extra: 'NODE_EXTRA_CA_CERTS',
};

/** What a handshake says: whether TLS is spoken, whether the certificate is accepted, and if not, why and who can mend it. */
export function judgeTls(seen: TlsObservation, target: Target): Judged {
  if (!seen.spoken)
    return problem(
      failureFinding(
        { kind: 'failure', code: seen.code ?? 'EPROTO', atProxy: false, stage: 'tls', ms: seen.ms },
        target,
      ),
    );
  const [own] = seen.chain;
  if (
    seen.asksForCertificate &&
    (seen.code !== undefined || !target.hasClientCertificate) &&
    !isAboutServer(seen.code)
  ) {
    if (seen.code !== undefined)
      return problem(
        finding(
          'client-certificate-required',
          target.hasClientCertificate
            ? t('the server rejects this machine’s client certificate ({code})', { code: seen.code })
            : t('the server requires a client certificate ({code})', {
                code: seen.code,
              }),
          factsOf(target),
        ),
      );
  }
  if (seen.code === undefined) return { outcome: 'ok', detail: acceptedWords(seen, own, target) };
  return problem(untrusted(seen, own, target));
}

/** The code says that the server's certificate was not accepted. */
function isAboutServer(code: string | undefined): boolean {
  return code !== undefined && /^(CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|ERR_TLS_CERT|HOSTNAME)/.test(code);
}

function acceptedWords(
  { version, alpn, trustedBy, asksForCertificate }: TlsObservation,
  own: ObservedCertificate | undefined,
  target: Target,
): string {
  const stores = (Object.keys(STORE_WORDS) as (keyof typeof STORE_WORDS)[])
    .filter((store) => trustedBy[store] === true)
    .map((store) => STORE_WORDS[store]);
  const left = own === undefined ? undefined : Math.floor((Date.parse(own.to) - target.startedAt) / 86_400_000);
  return [
    version ?? 'TLS',
    ...(alpn === 'h2' ? [t('HTTP/2 offered, Claude Code uses HTTP/1.1')] : []),
    ...(own === undefined ? [] : [t('certificate from {issuer}', { issuer: nameOf(own) })]),
    ...(stores.length === 0 ? [] : [t('trusted by: {stores}', { stores: stores.join(', ') })]),
    ...(left !== undefined && left < 15
      ? [t(left === 1 ? 'expires in {count} day' : 'expires in {count} days', { count: left })]
      : []),
    ...(asksForCertificate ? [t('client certificate optional')] : []),
  ].join(' · ');
}

function nameOf({ issuer, issuerOrganization }: ObservedCertificate): string {
  return redactLine(issuerOrganization === '' ? issuer : issuerOrganization, [], 60);
}

function untrusted(seen: TlsObservation, own: ObservedCertificate | undefined, target: Target): Finding {
  const code = seen.code ?? '';
  const facts = { ...factsOf(target), code };
  const plain = certificateVariant(code);
  if (plain === 'expired' && own !== undefined)
    return withVariant(
      finding(
        'tls-untrusted',
        t('valid from {from} to {to} ({code})', { from: day(own.from), to: day(own.to), code }),
        facts,
      ),
      plain,
    );
  if (plain === 'wrong-name' && own !== undefined)
    return withVariant(
      finding(
        'tls-untrusted',
        t('the certificate is for {names}, not for {host} ({code})', {
          names: namesOf(own),
          host: redactLine(target.origin.host),
          code,
        }),
        facts,
      ),
      plain,
    );
  if (seen.trustedBy.node === true || seen.trustedBy.system === true)
    return finding(
      'tls-untrusted',
      t('CLAUDE_CODE_CERT_STORE excludes the store that its authority is in ({code})', { code }),
      facts,
    );
  const last = seen.chain.at(-1);
  if (last === undefined)
    return finding('tls-untrusted', t('the certificate wasn’t accepted ({code})', { code }), facts);
  const issuer = redactLine(last.issuer, [], 80);
  const inspector = INSPECTORS.find(([pattern]) =>
    seen.chain.some((one) => pattern.test(`${one.issuer} ${one.issuerOrganization} ${one.subject}`)),
  )?.[1];
  if (inspector !== undefined)
    return withVariant(
      finding(
        'tls-untrusted',
        t('the certificate was issued by {product} ({code})', { product: inspector, code }),
        facts,
      ),
      'inspected',
    );
  if (last.selfSigned)
    return finding(
      'tls-untrusted',
      seen.chain.length === 1
        ? t('the certificate is self-signed and isn’t trusted here ({code})', { code })
        : t('the authority “{issuer}” isn’t trusted here ({code})', { issuer, code }),
      facts,
    );
  // Trusted ones of the same house: what lies between them and the server's own was not sent.
  if (seen.relatedAuthority !== undefined && seen.relatedAuthority === last.issuer)
    return finding(
      'tls-untrusted',
      t('“{issuer}” is trusted here with a different key: it was renewed, or isn’t the same authority ({code})', {
        issuer,
        code,
      }),
      facts,
    );
  if (seen.relatedAuthority !== undefined)
    return withVariant(
      finding(
        'tls-untrusted',
        t('the certificate of “{issuer}” wasn’t sent; “{authority}” is trusted here ({code})', {
          issuer,
          authority: redactLine(seen.relatedAuthority, [], 80),
          code,
        }),
        facts,
      ),
      'incomplete-chain',
    );
  return finding(
    'tls-untrusted',
    t('issued by “{issuer}”, which isn’t trusted here and wasn’t sent ({code})', { issuer, code }),
    facts,
  );
}

function namesOf({ names, subject }: ObservedCertificate): string {
  return redactLine(names.length === 0 ? subject : names.slice(0, 5).join(', '), [], 120);
}

function day(iso: string): string {
  return /^\d{4}-\d\d-\d\d/.exec(iso)?.[0] ?? '?';
}
