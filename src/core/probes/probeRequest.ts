import { HEADER_LABEL, VARIABLE_OF_HEADER, type HeaderChoice } from '../claude/credential';
import { finding, type Finding } from '../causes/findings';
import type { Secret } from '../words/secret';

/** The credential of a request, per header. */
export interface Credentials {
  readonly authorization?: Secret;
  readonly xApiKey?: Secret;
}

/** A request as data. Only the transport puts the credentials into it. */
export interface ProbeRequest {
  readonly method: 'POST' | 'GET' | 'HEAD';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Headers whose values may be credentials, such as those of ANTHROPIC_CUSTOM_HEADERS. */
  readonly secretHeaders?: Readonly<Record<string, Secret>>;
  /** Without it nothing is sent as a body. */
  readonly body?: string;
  readonly credentials: Credentials;
}

/** A credential in the header, or headers, of a choice. */
export function credentialsFor(choice: HeaderChoice, secret: Secret): Credentials {
  return {
    ...(choice === 'x-api-key' ? {} : { authorization: secret }),
    ...(choice === 'bearer' ? {} : { xApiKey: secret }),
  };
}

/** Which headers are filled. */
export function headerChoiceOf(credentials: Credentials): HeaderChoice {
  if (credentials.authorization === undefined) return 'x-api-key';
  return credentials.xApiKey === undefined ? 'bearer' : 'both';
}

/** The finding when the credential was refused in one header and accepted in the other. */
export function otherHeaderWorks(sent: 'bearer' | 'x-api-key', evidence: string): Finding {
  const expected = otherHeader(sent);
  return finding('wrong-credential-header', evidence, {
    sentHeader: HEADER_LABEL[sent],
    expectedHeader: HEADER_LABEL[expected],
    expectedVariable: VARIABLE_OF_HEADER[expected],
  });
}

/** The header that was not tried. */
export function otherHeader(sent: 'bearer' | 'x-api-key'): 'bearer' | 'x-api-key' {
  return sent === 'bearer' ? 'x-api-key' : 'bearer';
}

/** The credentials as text, for redaction. */
export function secretsOf(credentials: Credentials): string[] {
  return [credentials.authorization, credentials.xApiKey].flatMap((secret) =>
    secret === undefined ? [] : [secret.reveal()],
  );
}
