import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a form was sent by a page of this very address. A browser says so in `Sec-Fetch-Site` (only over https and to
 * localhost) and in `Origin`; what is there must be right, and one of the two must be there.
 */
export function isSameOrigin(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'];
  const { origin, host } = headers;
  if (site === undefined && origin === undefined) return false;
  if (site !== undefined && site !== 'same-origin') return false;
  return origin === undefined || (host !== undefined && hostOf(origin) === host.toLowerCase());
}

// The scheme is not compared: behind a proxy that ends TLS the applier does not know its own.
function hostOf(origin: string): string | undefined {
  return /^https?:\/\/([^/?#@\\]+)$/.exec(origin)?.[1]?.toLowerCase();
}
