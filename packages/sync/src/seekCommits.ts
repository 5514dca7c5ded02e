import type { Environment } from '@couplet/config';
import type { PassContext } from './passContext.ts';
import type { Problem } from './problem.ts';
import type { SyncRequest } from './syncRequest.ts';
import type { Trigger } from './trigger.ts';
import { pauseOf, searchFor } from './wait/soughtCommits.ts';
import type { Sought } from './wait/soughtCommits.ts';

/**
 * Looks whether what was fetched holds the commits that requests want, also those of earlier passes. Answers the requests
 * whose turn it is, each with the environments whose commit is there; the others are told what they wait for. Where the ref
 * could not be fetched, the request goes on, so that it is told why.
 */
export async function seekCommits(
  context: PassContext,
  trigger: Trigger,
  unfetched: ReadonlyMap<string, Problem>,
  signal: AbortSignal,
): Promise<readonly SyncRequest[]> {
  const { config, sought, now } = context;
  const due = new Map<SyncRequest, readonly string[]>();
  for (const request of trigger.requests) {
    const names = request.environments.filter((name) => request.wanted?.has(name) !== true);
    if (names.length > 0) due.set(request, names);
  }
  const kept: Sought[] = [];
  const looked: { readonly entry: Sought; readonly ref: string }[] = [];
  for (const entry of sought.add(trigger.requests, trigger, now())) {
    const { request, environment: name } = entry;
    const environment = config.environments.find((one) => one.name === name);
    // Gone from the configuration, which ends the request's wait elsewhere.
    if (environment === undefined) continue;
    const isUnfetched = unfetched.has(environment.ref);
    const isThere = !isUnfetched && (await seekOne(context, entry, environment, signal));
    if (isThere || isUnfetched) due.set(request, [...(due.get(request) ?? []), name]);
    if (!isThere) kept.push(entry);
    if (!isThere && !isUnfetched && entry.state !== 'given up') looked.push({ entry, ref: environment.ref });
  }
  sought.keep(kept);
  sought.again = againOf(looked, now());
  const requests = [...due].map(([request, environments]) => ({ ...request, environments }));
  return requests.toSorted((one, other) => one.receivedAt - other.receivedAt);
}

async function seekOne(
  { repository, emit, now, number: pass }: PassContext,
  entry: Sought,
  { name: environment, ref }: Environment,
  signal: AbortSignal,
): Promise<boolean> {
  const { wanted, request } = entry;
  const contains = await repository.contains(ref, wanted, signal);
  if (contains === 'yes') {
    if (entry.state !== 'new') emit({ kind: 'found', environment, wanted });
    return true;
  }
  const state = repository.state(ref);
  const listed = state?.kind === 'fetched' ? state.head.commit : `nothing, because ${state?.why ?? 'it was not asked'}`;
  const told = { at: now(), pass, environment, wanted, request };
  // A commit id never moves: there is nothing to wait for.
  const isFixed = state?.kind === 'fetched' && state.remoteRef === state.id;
  if (entry.state !== 'given up' && (isFixed || now() - entry.since >= searchFor)) {
    entry.state = 'given up';
    const older = contains === 'unknown' && state?.kind === 'fetched' ? ' (its older history was not fetched)' : '';
    const time = isFixed ? '' : ` for ${searchFor / 1000} s`;
    const rule = `"${ref}" must be it, or a commit that contains it`;
    emit({ kind: 'givenUp', ...told, why: `Cannot find ${wanted}: ${rule}, found ${listed}${time}${older}` });
  }
  if (entry.state === 'new') {
    entry.state = 'sought';
    emit({ kind: 'sought', ...told, why: `waiting for the server to list ${wanted}; it lists ${listed}` });
  }
  return false;
}

function againOf(
  looked: readonly { readonly entry: Sought; readonly ref: string }[],
  now: number,
): PassContext['sought']['again'] {
  const open = looked.filter(({ entry }) => entry.state === 'sought');
  if (open.length === 0) return undefined;
  const listed = [...new Set(open.map(({ ref }) => ref))];
  const forced = open.some(({ entry }) => entry.forced);
  return {
    after: Math.min(...open.map(({ entry }) => pauseOf(entry, now))),
    trigger: { cause: 'search', refs: [], listed, forced, requests: [] },
  };
}
