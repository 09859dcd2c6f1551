import { t } from '@vscode/l10n';
import { finding, type Finding } from '../../causes/findings';
import type { ProbeRequest } from '../probeRequest';
import { redactLine } from '../../words/redact';
import { factsOf, failureFinding, problem, withVariant } from '../answers';
import { probe, type AnyProbe, type Done, type Judged } from '../probe';
import { isAddress, printableAddress } from '../addresses';
import type { Address, ConnectionObservation, NameObservation } from '../observations';
import { trimBase } from '../providerRequest';
import type { Target } from '../target';
import { judgeTls } from './tlsProbe';
import { obstacle, replyOf } from '../replies';

/** What a machine takes to give up on a connection; nothing on the way to a gateway takes longer. */
const CONNECT_MS = 5000;
const DAY_MS = 86_400_000;

/** The first hop: the gateway, or the proxy in front of it. */
function hopOf({ proxy, origin }: Target): { readonly host: string; readonly port: number } {
  return proxy ?? origin;
}

function route({ proxy, vscodeProxy, origin }: Target): Judged {
  const way =
    proxy === undefined
      ? t('directly, without a proxy')
      : t('through the proxy {host}:{port}, set in {variable}', {
          host: redactLine(proxy.host),
          port: proxy.port,
          variable: proxy.variable,
        });
  const clear = proxy !== undefined && !origin.secure ? ` ${t('Over http://, the proxy can read everything.')}` : '';
  const own = vscodeProxy === undefined ? '' : ` ${t('VS Code itself connects {way}.', { way: vscodeProxy })}`;
  return { outcome: 'ok', detail: `${way}.${clear}${own}` };
}

function judgeResolve(seen: NameObservation, target: Target): Judged {
  if (seen.kind === 'addresses') {
    const families = new Set(seen.addresses.map(({ family }) => family));
    const which = families.size > 1 ? t('IPv4 and IPv6') : families.has(6) ? 'IPv6' : 'IPv4';
    return {
      outcome: 'ok',
      detail: `${seen.addresses
        .slice(0, 6)
        .map(({ address }) => printableAddress(address))
        .join(', ')} (${which})`,
    };
  }
  const words = /TIMEOUT|EAI_AGAIN/.test(seen.code)
    ? t('the DNS server didn’t answer ({code})', { code: seen.code })
    : t('the host name doesn’t resolve ({code})', { code: seen.code });
  return problem(nameFinding(target, words));
}

function nameFinding(target: Target, evidence: string): Finding {
  if (target.proxy === undefined) return finding('dns-failure', evidence, factsOf(target));
  return withVariant(
    finding(
      'corporate-proxy',
      t('{proxy}: {what}', { proxy: redactLine(target.proxy.host), what: evidence }),
      factsOf(target),
    ),
    'name',
  );
}

function addressesIn(target: Target, done: Done): readonly string[] {
  const { host } = hopOf(target);
  if (isAddress(host)) return [host.replace(/^\[|\]$/g, '')];
  const seen = done.get('dns')?.seen;
  return seen !== undefined && 'addresses' in seen ? seen.addresses.map(({ address }) => address) : [];
}

function judgeConnect({ attempts }: ConnectionObservation, target: Target): Judged {
  const open = attempts.filter(({ outcome }) => outcome === 'open');
  const list = (some: readonly Address[]): string =>
    some
      .slice(0, 4)
      .map(({ address }) => printableAddress(address))
      .join(', ');
  const [first] = attempts;
  if (open.length > 0) {
    const silent = attempts.filter(({ outcome }) => outcome === 'pending');
    if (silent.length === 0)
      return { outcome: 'ok', detail: t('connected to {address}', { address: list(open.slice(0, 1)) }) };
    return problem(
      finding(
        'address-unreachable',
        t('answering: {open}; not answering: {silent}', { open: list(open), silent: list(silent) }),
        factsOf(target),
      ),
    );
  }
  const code =
    attempts.find(({ code: one }) => one !== undefined && one !== 'ENETUNREACH')?.code ?? first?.code ?? 'TIMEOUT';
  const { host, port } = hopOf(target);
  if (target.proxy !== undefined)
    return problem(
      withVariant(
        finding(
          'corporate-proxy',
          t('{proxy} doesn’t accept connections ({code})', { proxy: `${redactLine(host)}:${String(port)}`, code }),
          factsOf(target),
        ),
        'unreachable',
      ),
    );
  return problem(
    failureFinding(
      { kind: 'failure', code, atProxy: false, stage: 'connect', ms: Math.max(0, ...attempts.map(({ ms }) => ms)) },
      target,
    ),
  );
}

/** What the answers say of the time, against the clock of this machine. */
function judgeClock(target: Target, done: Done): Judged {
  const date = (['hello', 'messages'] as const)
    .map((id) => replyOf(done, id))
    .map((reply) => (reply?.kind === 'response' ? Date.parse(reply.headers['date'] ?? '') : NaN))
    .find((ms) => !Number.isNaN(ms));
  if (date === undefined) return { outcome: 'ok', detail: t('no Date header in the answers') };
  const days = Math.round(Math.abs(date - target.startedAt) / DAY_MS);
  if (Math.abs(date - target.startedAt) < DAY_MS)
    return { outcome: 'ok', detail: t('within a day of the gateway’s date') };
  const facts = {
    days,
    here: new Date(target.startedAt).toISOString().slice(0, 10),
    there: new Date(date).toISOString().slice(0, 10),
  };
  const detail = t('it’s {here} here and {there} at the gateway.', facts);
  return problem(
    finding(
      'clock-wrong',
      t(
        days === 1
          ? '{days} day apart: {here} here, {there} at the gateway'
          : '{days} days apart: {here} here, {there} at the gateway',
        facts,
      ),
      {
        ...factsOf(target),
        detail,
      },
    ),
  );
}

/** The probes of the way to the gateway, in the order in which a connection takes them. Free, and without a credential. */
export function pathProbes(target: Target): readonly AnyProbe[] {
  const hop = hopOf(target);
  const proxied = target.proxy !== undefined;
  return [
    probe({
      id: 'route',
      label: 'Proxy',
      asks: 'Do Claude Code’s requests go through a proxy?',
      kind: 'none',
      after: [],
      paid: 0,
      timeoutMs: CONNECT_MS,
      act: () => ({}),
      judge: (_, now) => route(now),
    }),
    probe({
      id: 'dns',
      label: proxied ? 'DNS (proxy)' : 'DNS',
      asks: 'Does the host name resolve to an address?',
      kind: 'resolve',
      after: [],
      paid: 0,
      timeoutMs: CONNECT_MS,
      act: () => (isAddress(hop.host) ? { skip: t('an IP address'), hidden: true } : { host: hop.host }),
      judge: judgeResolve,
    }),
    probe({
      id: 'tcp',
      label: proxied ? 'TCP connection to the proxy' : 'TCP connection',
      asks: 'Does every address of the host accept connections?',
      kind: 'connect',
      after: ['dns'],
      paid: 0,
      timeoutMs: CONNECT_MS,
      act: (now, done) => {
        const addresses = addressesIn(now, done);
        return addresses.length === 0 ? { skip: t('there’s no address to connect to') } : { port: hop.port, addresses };
      },
      judge: judgeConnect,
    }),
    probe({
      id: 'tls',
      label: 'TLS handshake',
      asks: 'Does the gateway use TLS, and is its certificate trusted on this machine?',
      kind: 'tls',
      after: proxied ? ['hello'] : ['tcp'],
      paid: 0,
      timeoutMs: CONNECT_MS,
      act: ({ origin }, done) => {
        if (!origin.secure) return { skip: t('the base URL uses http://'), hidden: true };
        const before = obstacle(done, ['dns', 'tcp', ...(proxied ? (['hello'] as const) : [])]);
        return before === undefined ? { host: origin.host, port: origin.port } : { skip: t('there’s no connection') };
      },
      judge: judgeTls,
    }),
    helloProbe(),
    ...(target.provider === 'bedrock' ? [profilesProbe()] : []),
    probe({
      id: 'plain',
      label: 'HTTP instead of HTTPS',
      asks: 'Does the gateway use plain HTTP although the base URL starts with https://?',
      kind: 'http',
      after: ['tls'],
      paid: 0,
      timeoutMs: CONNECT_MS,
      act: (now, done) => {
        const seen = done.get('tls')?.seen;
        if (!now.origin.secure || seen === undefined || !('spoken' in seen) || seen.spoken || seen.code === 'TIMEOUT')
          return { skip: t('the server uses TLS'), hidden: true };
        return {
          request: {
            method: 'HEAD',
            url: `http://${urlHost(now.origin.host)}:${String(now.origin.port)}/`,
            headers: agent(now),
            credentials: {},
          },
        };
      },
      judge: (reply, now) => {
        if (reply.kind === 'failure')
          return {
            outcome: 'ok',
            detail: t('nothing answers without encryption either ({code})', { code: reply.code }),
          };
        return {
          ...problem(
            withVariant(
              finding(
                'gateway-unreachable',
                t('the server answers plain HTTP with {status}', { status: reply.status }),
                factsOf(now),
              ),
              'plain-port',
            ),
          ),
          supersedes: ['tls', 'messages'],
        };
      },
    }),
    probe({
      id: 'encrypted',
      label: 'HTTPS instead of HTTP',
      asks: 'Does the gateway use TLS although the base URL starts with http://?',
      kind: 'tls',
      after: ['hello'],
      paid: 0,
      timeoutMs: CONNECT_MS,
      act: (now, done) => {
        const reply = replyOf(done, 'hello') ?? replyOf(done, 'messages');
        const odd =
          reply !== undefined &&
          (reply.kind === 'failure' ? reply.stage === 'answer' || reply.stage === 'send' : reply.status === 400);
        return now.origin.secure || !odd || (reply.kind === 'failure' && reply.code === 'TIMEOUT')
          ? { skip: t('the server uses plain HTTP'), hidden: true }
          : { host: now.origin.host, port: now.origin.port };
      },
      judge: (seen, now) => {
        if (!seen.spoken) return { outcome: 'ok', detail: t('the server doesn’t use TLS') };
        return {
          ...problem(
            withVariant(
              finding(
                'gateway-unreachable',
                t('the server uses TLS ({version})', { version: seen.version ?? '' }),
                factsOf(now),
              ),
              'tls-port',
            ),
          ),
          supersedes: ['hello', 'messages'],
        };
      },
    }),
    probe({
      id: 'clock',
      label: 'System clock',
      asks: 'Is the date on this machine correct?',
      kind: 'none',
      after: ['hello', 'messages'],
      paid: 0,
      timeoutMs: CONNECT_MS,
      act: (_, done) =>
        replyOf(done, 'hello') === undefined && replyOf(done, 'messages') === undefined
          ? { skip: t('there was no answer'), hidden: true }
          : {},
      judge: (_, now, done) => judgeClock(now, done),
    }),
  ];
}

/** The request with which Claude Code starts: without a credential, and its answer does not count (measured). */
export function helloRequest(target: Target): ProbeRequest {
  return { method: 'HEAD', url: `${trimBase(target.baseUrl)}/api/hello`, headers: agent(target), credentials: {} };
}

function helloProbe(): AnyProbe {
  return probe({
    id: 'hello',
    label: 'Startup request',
    asks: 'Does anything answer Claude Code’s first request over HTTP?',
    kind: 'http',
    after: ['tcp'],
    paid: 0,
    timeoutMs: CONNECT_MS,
    act: (now, done) =>
      obstacle(done, ['dns', 'tcp']) === undefined
        ? { request: helloRequest(now) }
        : { skip: t('there’s no connection') },
    judge: (reply, now) => {
      if (reply.kind === 'response')
        return {
          outcome: 'ok',
          detail:
            reply.status < 400
              ? t('answered with {status}', { status: reply.status })
              : t(
                  'answered with {status}, which is harmless: Claude Code ignores it, but it adds noise to the gateway’s log',
                  { status: reply.status },
                ),
        };
      // At the proxy nothing else gets through either; what else fails here is asked again in its own way.
      return reply.atProxy || reply.stage === 'proxy-refuse'
        ? problem(failureFinding(reply, now))
        : {
            outcome: 'ok',
            detail: t('no answer ({code}), which is harmless: Claude Code continues', { code: reply.code }),
          };
    },
  });
}

/** What Claude Code asks for at the start in Bedrock’s format: without a credential, and its answer does not count (measured). */
function profilesProbe(): AnyProbe {
  return probe({
    id: 'profiles',
    label: 'Inference profiles',
    asks: 'How does the gateway answer the request that Claude Code starts with in Bedrock’s format?',
    kind: 'http',
    after: ['tcp', 'tls'],
    paid: 0,
    timeoutMs: CONNECT_MS,
    act: (now, done) =>
      obstacle(done, ['dns', 'tcp', 'tls']) === undefined
        ? {
            request: {
              ...helloRequest(now),
              method: 'GET',
              url: `${trimBase(now.baseUrl)}/inference-profiles?type=SYSTEM_DEFINED`,
            },
          }
        : { skip: t('there’s no connection') },
    judge: (reply) => ({
      outcome: 'ok',
      detail:
        reply.kind === 'response'
          ? t('answered with {status}; Claude Code continues regardless', { status: reply.status })
          : t('no answer ({code}), which is harmless: Claude Code continues', { code: reply.code }),
    }),
  });
}

function agent({ version }: Target): Readonly<Record<string, string>> {
  return { accept: '*/*', 'user-agent': `llm-gateway-connect/${version}` };
}

function urlHost(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
