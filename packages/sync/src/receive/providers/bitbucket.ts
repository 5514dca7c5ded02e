import { matchesHmac } from './matchesHmac.ts';
import type { Provider } from './provider.ts';
import { readEvent } from './readEvent.ts';
import type { Pushed } from './readEvent.ts';
import { pushedObject } from './readRef.ts';

/**
 * Bitbucket Cloud: support.atlassian.com, "Manage webhooks" and "Event payloads". GitHub, Gitea and Forgejo send a SHA-1
 * value in the same header, so that only the event header makes it a claim.
 */
export const bitbucket: Provider = {
  name: 'bitbucket',
  deliveryHeader: 'x-request-uuid',
  media: ['application/json'],
  claims: (headers) => headers['x-hub-signature'] !== undefined && headers['x-event-key'] !== undefined,
  authenticate(headers, body, { secrets }) {
    const signature = headers['x-hub-signature'];
    if (typeof signature !== 'string' || !/^sha256=[0-9a-f]{64}$/.test(signature)) return false;
    return matchesHmac(secrets, [body], [Buffer.from(signature.slice('sha256='.length), 'hex')]);
  },
  hint: (headers, body) =>
    readEvent(headers, body, { header: 'X-Event-Key', pushes: ['repo:push'], read: readChanges }),
};

/** `push.changes[]`, one for each branch or tag: `old` is null for a new one, `new` for a deleted one. */
function readChanges({ push }: Readonly<Record<string, unknown>>): Pushed | { readonly why: string } {
  if (!isObject(push) || !Array.isArray(push['changes'])) return { why: 'push.changes must be a list' };
  const refs = new Set<string>();
  const pushed = new Map<string, string>();
  let forced = false;
  for (const change of push['changes']) {
    if (!isObject(change)) return { why: 'push.changes must hold objects' };
    forced ||= change['forced'] === true;
    for (const side of [change['new'], change['old']]) {
      const ref = refOf(side);
      if (ref !== undefined) refs.add(ref);
    }
    const [ref, object] = [refOf(change['new']), targetOf(change['new'])];
    if (ref !== undefined && object !== undefined) pushed.set(ref, object);
  }
  return { refs: [...refs], forced, pushed };
}

function refOf(side: unknown): string | undefined {
  if (!isObject(side) || typeof side['name'] !== 'string' || side['name'] === '') return undefined;
  if (side['type'] === 'branch') return `refs/heads/${side['name']}`;
  return side['type'] === 'tag' ? `refs/tags/${side['name']}` : undefined;
}

/** The commit of a branch, or that an annotated tag names. */
function targetOf(side: unknown): string | undefined {
  const target = isObject(side) ? side['target'] : undefined;
  return isObject(target) ? pushedObject(target['hash']) : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
