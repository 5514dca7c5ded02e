import { Webhooks } from '@octokit/webhooks';
import { mediaType } from '../mediaType.ts';
import type { Provider } from './provider.ts';
import { readEvent } from './readEvent.ts';
import { readRef } from './readRef.ts';

const form = 'application/x-www-form-urlencoded';

/** GitHub and GitHub Enterprise: docs.github.com, "Validating webhook deliveries" and "Webhook events and payloads". */
export const github: Provider = {
  name: 'github',
  deliveryHeader: 'x-github-delivery',
  media: ['application/json', form],
  claims: (headers) => headers['x-hub-signature-256'] !== undefined,
  async authenticate(headers, body, { secrets }) {
    const signature = headers['x-hub-signature-256'];
    if (typeof signature !== 'string' || !/^sha256=[0-9a-f]{64}$/.test(signature)) return false;
    const text = decode(body);
    if (text === undefined || text === '') return false;
    // Every secret is tried to the end, so that the time taken does not tell which one matched.
    const matches = await Promise.all(secrets.map((secret) => new Webhooks({ secret }).verify(text, signature)));
    return matches.includes(true);
  },
  hint: (headers, body) =>
    readEvent(headers, body, {
      header: 'X-GitHub-Event',
      pushes: ['push'],
      pings: ['ping'],
      read: (payload) => readRef(payload),
      form: mediaType(headers) === form,
    }),
};

// The verifier takes text: bytes that are not UTF-8 would be signed as something else than what came.
function decode(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}
