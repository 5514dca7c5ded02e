import type { IncomingHttpHeaders } from 'node:http';
import { providers } from './providers.ts';
import type { Provider } from './providers/provider.ts';
import type { WebhookSecrets } from './readWebhookSecrets.ts';

/** Who claims to call, before anything is verified, in the order of `providers`. */
export function claimants(headers: IncomingHttpHeaders): Provider[] {
  return providers.filter((provider) => provider.claims(headers));
}

/**
 * Verifies the caller over the bytes of the body as they came, before anything parses them. A request that claims several
 * providers must satisfy each of them: one more header can never turn a refusal into an acceptance. Never throws.
 */
export async function authenticate(
  headers: IncomingHttpHeaders,
  body: Buffer,
  secrets: WebhookSecrets,
  now: number,
): Promise<Provider | 'refused'> {
  const claimed = claimants(headers);
  const results = await Promise.all(
    claimed.map(async (provider) => provider.authenticate(headers, body, secrets, now)),
  );
  return results.includes(false) ? 'refused' : (claimed[0] ?? 'refused');
}
