import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Environment } from '@couplet/config';
import { matchEnvironments } from '../matchEnvironments.ts';
import type { SyncRequest } from '../syncRequest.ts';
import type { Hint, Provider } from './providers/provider.ts';
import type { Parameters } from './readParameters.ts';
import type { ReceiverDeps } from './receiverDeps.ts';
import { refuseHealthy } from './refuseHealthy.ts';

export type Received =
  | { readonly kind: 'accepted'; readonly request: SyncRequest }
  | { readonly kind: 'pong' }
  | { readonly kind: 'invalid'; readonly why: string };

type Caller = {
  readonly provider: Provider;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly parameters: Parameters;
  /** The name of the file of its token. */
  readonly token?: string | undefined;
};

/** Turns an authenticated request into a trigger and hands it over. Does not wait for it. */
export function receiveSync(
  deps: Pick<ReceiverDeps, 'environments' | 'post' | 'emit' | 'now'>,
  { provider, headers, body, parameters, token }: Caller,
): Received {
  const hint = provider.hint(headers, body);
  if (hint.kind === 'invalid') return hint;
  if (hint.kind === 'ping') return { kind: 'pong' };
  const delivery = provider.deliveryHeader === undefined ? undefined : headers[provider.deliveryHeader];
  const environments = moved(deps, hint);
  const refusal = refuseHealthy(parameters.wait, environments);
  if (refusal !== undefined) return { kind: 'invalid', why: refusal };
  const wanted = wantedOf(environments, hint, parameters.commit);
  const request: SyncRequest = {
    id: randomUUID(),
    provider: provider.name,
    ...(token !== undefined && { token }),
    receivedAt: deps.now(),
    environments: environments.map(({ name }) => name),
    ...(typeof delivery === 'string' ? { delivery: delivery.slice(0, 100) } : {}),
    ...(hint.kind === 'moved' && hint.refs !== 'all' ? { ref: hint.refs.join(' ').slice(0, 1000) } : {}),
    ...(wanted.size > 0 && { wanted }),
  };
  deps.emit({ kind: 'accepted', at: request.receivedAt, request });
  if (environments.length > 0) {
    const refs = [...new Set(environments.map(({ ref }) => ref))];
    const forced = hint.kind === 'moved' && hint.forced;
    deps.post({ cause: 'request', refs, forced, requests: [request] });
  }
  return { kind: 'accepted', request };
}

function moved({ environments }: Pick<ReceiverDeps, 'environments'>, hint: Hint): Environment[] {
  if (hint.kind !== 'moved') return [];
  const { refs } = hint;
  if (refs === 'all') return [...environments()];
  return environments().filter((one) => refs.some((ref) => matchEnvironments([one], ref).length > 0));
}

function wantedOf(
  environments: readonly Environment[],
  hint: Hint,
  commit: string | undefined,
): ReadonlyMap<string, string> {
  const pushed = hint.kind === 'moved' ? [...(hint.pushed ?? [])] : [];
  const pairs = environments.flatMap((environment): [string, string][] => {
    // Most branches are not the default one, and their commits never get to HEAD.
    const isNamed = environment.ref !== 'HEAD';
    const ofRef = pushed.find(([ref]) => isNamed && matchEnvironments([environment], ref).length > 0)?.[1];
    const object = commit ?? ofRef;
    return object === undefined ? [] : [[environment.name, object]];
  });
  return new Map(pairs);
}
