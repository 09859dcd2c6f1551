import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate } from 'node:tls';
import type { ObservedCertificate } from '../../core/probes/observations';

/** No proper chain is longer; one that runs in a circle would have no end. */
const LONGEST_CHAIN = 12;

/**
 * The certificates of a server, its own first; the last one is not repeated as its own issuer. Never throws, as it is called where
 * nobody would catch it: a chain ends where Node cannot read on.
 */
export function chainOf(own: DetailedPeerCertificate | undefined): ObservedCertificate[] {
  const chain: ObservedCertificate[] = [];
  const seen = new Set<string>();
  // Node gives an empty object when there is none.
  for (
    let next = own;
    next?.raw !== undefined && !seen.has(next.fingerprint256) && chain.length < LONGEST_CHAIN;
    next = next.issuerCertificate as DetailedPeerCertificate | undefined
  ) {
    seen.add(next.fingerprint256);
    const certificate = readCertificate(next.raw);
    if (certificate === undefined) break;
    chain.push(certificate);
  }
  return chain;
}

function readCertificate(raw: Buffer): ObservedCertificate | undefined {
  try {
    return certificateSeen(new X509Certificate(raw));
  } catch {
    return undefined;
  }
}

/** A name as Node writes it, which is undefined for an empty one, whatever its types say. */
function nameIn(name: string | undefined): string {
  return name ?? '';
}

function certificateSeen(certificate: X509Certificate): ObservedCertificate {
  return {
    subject: oneLine(nameIn(certificate.subject)),
    issuer: oneLine(nameIn(certificate.issuer)),
    issuerOrganization: fieldOf(nameIn(certificate.issuer), 'O') ?? '',
    // As Node writes them: "DNS:gateway.test, IP Address:127.0.0.1"
    names: (certificate.subjectAltName ?? '')
      .split(', ')
      .filter(Boolean)
      .map((name) => name.replace(/^(DNS|IP Address):/, '')),
    from: isoDate(certificate.validFrom),
    to: isoDate(certificate.validTo),
    selfSigned: certificate.checkIssued(certificate),
  };
}

/** An authority among these PEM certificates that bears the organization, or else the first word, of the issuer that the chain ends at. */
export function relatedAuthority(
  chain: readonly ObservedCertificate[],
  trusted: readonly string[],
): string | undefined {
  const last = chain.at(-1);
  if (last === undefined) return undefined;
  const organization = last.issuerOrganization;
  const word = firstWord(/(?:^|, )CN=(.*)$/.exec(last.issuer)?.[1]);
  const subjects = trusted.flatMap(subjectOf);
  const found =
    subjects.find((subject) => organization !== '' && fieldOf(subject, 'O') === organization) ??
    subjects.find((subject) => word !== undefined && firstWord(fieldOf(subject, 'CN')) === word);
  return found === undefined ? undefined : oneLine(found);
}

/** Of a company’s authorities the first word is mostly its name; “CA” or “The” is none. */
function firstWord(name: string | undefined): string | undefined {
  const word = name?.split(/[\s,]/)[0] ?? '';
  return word.length > 3 ? word.toLowerCase() : undefined;
}

function subjectOf(pem: string): string[] {
  try {
    return [nameIn(new X509Certificate(pem).subject)];
  } catch {
    return [];
  }
}

/** Node writes one part a line: "O=Example\nCN=Example Root". */
function oneLine(name: string): string {
  return name.split('\n').join(', ');
}

function fieldOf(name: string, field: string): string | undefined {
  return name
    .split('\n')
    .find((line) => line.startsWith(`${field}=`))
    ?.slice(field.length + 1);
}

function isoDate(text: string): string {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : date.toISOString();
}
