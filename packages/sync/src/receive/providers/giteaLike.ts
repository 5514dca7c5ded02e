import { matchesHmac } from './matchesHmac.ts';
import type { Provider } from './provider.ts';
import { readEvent } from './readEvent.ts';
import { readRef } from './readRef.ts';

/**
 * Gitea and what descends from it: the HMAC-SHA256 of the payload as bare hex. They sign the JSON also where they send it
 * as a form, so that a form's bytes cannot be verified.
 */
export function giteaLike(name: 'Gitea' | 'Forgejo'): Provider {
  const signatureHeader = `x-${name.toLowerCase()}-signature`;
  return {
    name: name.toLowerCase(),
    deliveryHeader: `x-${name.toLowerCase()}-delivery`,
    media: ['application/json'],
    claims: (headers) => headers[signatureHeader] !== undefined,
    authenticate(headers, body, { secrets }) {
      const signature = headers[signatureHeader];
      if (typeof signature !== 'string' || !/^[0-9a-f]{64}$/.test(signature)) return false;
      return matchesHmac(secrets, [body], [Buffer.from(signature, 'hex')]);
    },
    hint: (headers, body) =>
      readEvent(headers, body, { header: `X-${name}-Event`, pushes: ['push'], read: (payload) => readRef(payload) }),
  };
}
