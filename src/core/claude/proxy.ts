import { t } from '@vscode/l10n';

/** The order in which Claude Code looks for a proxy (measured: HTTP_PROXY alone serves https too, ALL_PROXY as well). */
export const PROXY_VARIABLES = [
  'https_proxy',
  'HTTPS_PROXY',
  'http_proxy',
  'HTTP_PROXY',
  'all_proxy',
  'ALL_PROXY',
] as const;

/** NO_PROXY as measured: host, `.suffix`, `*.suffix`, suffix, `host:port`, CIDR, `*`; separated by commas or spaces. */
export function bypassesProxy(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true;
      const cidr = entry.includes('/') ? /^(.+)\/(\d{1,3})$/.exec(entry) : null;
      if (cidr?.[1] !== undefined) return inNetwork(host, cidr[1], Number(cidr[2]));
      const [, name = entry, wantedPort] = entry.includes(':') ? (/^(.*?)(?::(\d+))?$/.exec(entry) ?? []) : [];
      const suffix = name.replace(/^\*?\./, '');
      return (wantedPort === undefined || wantedPort === port) && (host === suffix || host.endsWith(`.${suffix}`));
    });
}

/** What keeps a proxy address from being used, as a sentence. Measured: a scheme may be missing, SOCKS is refused. */
export function proxyProblem(proxy: string): string | undefined {
  const text = proxy.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme?.startsWith('socks') === true) return t('it’s a SOCKS proxy, which Claude Code doesn’t support.');
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https')
    return t('its address doesn’t start with http:// or https://.');
  return URL.canParse(scheme === undefined ? `http://${text}` : text) ? undefined : t('it isn’t a valid address.');
}

function inNetwork(host: string, network: string, prefix: number): boolean {
  const [address, base] = [addressOf(host), addressOf(network)];
  if (address === undefined || base?.bits !== address.bits || prefix > base.bits) return false;
  const shift = BigInt(base.bits - prefix);
  return address.value >> shift === base.value >> shift;
}

/** An address as a number; undefined for a name. The URL parser writes each in one form only. */
function addressOf(text: string): { readonly bits: number; readonly value: bigint } | undefined {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) {
    const parts = text.split('.').map(Number);
    return parts.some((part) => part > 255)
      ? undefined
      : { bits: 32, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
  }
  if (!text.includes(':') || !URL.canParse(`http://[${text}]`)) return undefined;
  const [head = '', tail] = new URL(`http://[${text}]`).hostname.slice(1, -1).split('::');
  const groups = (part: string | undefined): string[] => (part === undefined || part === '' ? [] : part.split(':'));
  const [left, right] = [groups(head), groups(tail)];
  const all = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return { bits: 128, value: all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n) };
}
