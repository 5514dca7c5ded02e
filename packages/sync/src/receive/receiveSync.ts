import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { matchEnvironments } from '../matchEnvironments.ts';
import type { SyncRequest } from '../syncRequest.ts';
import type { Hint, Provider } from './providers/provider.ts';
import type { ReceiverDeps } from './receiverDeps.ts';

export type ReceiverAnswer = { readonly status: 200 | 202 | 400; readonly content: Readonly<Record<string, unknown>> };

/** Turns an authenticated request into a trigger, hands it over and says what will be done. Does not wait for it. */
export function receiveSync(
  deps: Pick<ReceiverDeps, 'environments' | 'post' | 'emit' | 'now'>,
  caller: Provider,
  headers: IncomingHttpHeaders,
  body: Buffer,
): ReceiverAnswer {
  const hint = caller.hint(headers, body);
  if (hint.kind === 'invalid') return { status: 400, content: { error: hint.why } };
  if (hint.kind === 'ping') return { status: 200, content: { ok: true } };
  const delivery = caller.deliveryHeader === undefined ? undefined : headers[caller.deliveryHeader];
  const environments = moved(deps, hint);
  const request: SyncRequest = {
    id: randomUUID(),
    provider: caller.name,
    receivedAt: deps.now(),
    environments: environments.map(({ name }) => name),
    ...(typeof delivery === 'string' ? { delivery: delivery.slice(0, 100) } : {}),
    ...(hint.kind === 'moved' && hint.refs !== 'all' ? { ref: hint.refs.join(' ').slice(0, 1000) } : {}),
  };
  deps.emit({ kind: 'accepted', at: request.receivedAt, request });
  if (environments.length > 0) {
    const refs = [...new Set(environments.map(({ ref }) => ref))];
    const forced = hint.kind === 'moved' && hint.forced;
    deps.post({ cause: 'request', refs, forced, requests: [request] });
  }
  return { status: 202, content: { id: request.id, environments: request.environments, url: `/sync/${request.id}` } };
}

function moved({ environments }: Pick<ReceiverDeps, 'environments'>, hint: Hint): ReturnType<typeof matchEnvironments> {
  if (hint.kind !== 'moved') return [];
  const { refs } = hint;
  if (refs === 'all') return [...environments()];
  return environments().filter((one) => refs.some((ref) => matchEnvironments([one], ref).length > 0));
}
