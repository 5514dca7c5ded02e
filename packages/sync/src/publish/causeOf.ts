import type { Publication } from '@couplet/volume';
import type { SyncRequest } from '../syncRequest.ts';

/**
 * What brought a publication: the oldest of the requests, whose arrival is `receivedAt`. Without one it is a poll, or the
 * first pass of a process, which looks at everything.
 */
export function causeOf(
  requests: readonly SyncRequest[],
  { isFirst }: { isFirst: boolean },
): NonNullable<Publication['cause']> {
  const [request] = requests;
  if (request === undefined) return { kind: isFirst ? 'start' : 'poll' };
  const { provider, token } = request;
  if (provider !== 'bearer') return { kind: 'webhook', from: provider };
  return { kind: 'call', ...(token !== undefined && { from: token }) };
}
