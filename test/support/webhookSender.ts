import { createHmac, randomUUID } from 'node:crypto';
import type { Push } from './gitServer.ts';

export type WebhookAnswer = { readonly status: number; readonly body: string };

export type WebhookOptions = {
  /** The receiver, `http://host:port`; `/sync` is added. */
  readonly url: string;
  readonly secret: string;
  readonly repositoryUrl?: string;
};

/** What GitHub sends for a push, as bytes and headers. The delivery id and the event name are not signed, as with GitHub. */
export function githubPush(
  push: Pick<Push, 'ref' | 'before' | 'after'>,
  options: { readonly secret: string; readonly delivery?: string; readonly repositoryUrl?: string },
): { body: string; headers: Record<string, string> } {
  const none = /^0+$/;
  const body = JSON.stringify({
    ref: push.ref,
    before: push.before,
    after: push.after,
    base_ref: null,
    created: none.test(push.before),
    deleted: none.test(push.after),
    forced: false,
    repository: {
      id: 1,
      full_name: 'acme/config',
      clone_url: options.repositoryUrl ?? 'https://example.org/config.git',
    },
    pusher: { name: 'ada', email: 'ada@example.org' },
    sender: { login: 'ada', id: 1 },
    commits: [],
    head_commit: none.test(push.after)
      ? null
      : { id: push.after, message: 'change', timestamp: '2026-01-01T00:00:00Z' },
  });
  return { body, headers: githubHeaders('push', body, options) };
}

/** GitHub's headers for a body: event, delivery and HMAC-SHA256 signature. */
export function githubHeaders(
  event: string,
  body: string,
  options: { readonly secret: string; readonly delivery?: string },
): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/0000000',
    'x-github-event': event,
    'x-github-delivery': options.delivery ?? randomUUID(),
    'x-hub-signature-256': `sha256=${createHmac('sha256', options.secret).update(body).digest('hex')}`,
  };
}

/** Sends one push as GitHub does. */
export async function sendPush(
  push: Pick<Push, 'ref' | 'before' | 'after'>,
  options: WebhookOptions & { readonly delivery?: string },
): Promise<WebhookAnswer> {
  const { body, headers } = githubPush(push, options);
  const response = await fetch(new URL('/sync', options.url), { method: 'POST', body, headers });
  return { status: response.status, body: await response.text() };
}
