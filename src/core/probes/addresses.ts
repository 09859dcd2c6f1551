/** True for an address by number, with or without the brackets that IPv6 has in a URL. */
export function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(':');
}

/** An address that a resolver gave, with nothing in it that no address has. */
export function printableAddress(address: string): string {
  return address.replace(/[^\w.:%-]/g, '').slice(0, 60);
}
