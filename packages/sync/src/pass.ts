import { checkVolume } from './checkVolume.ts';
import type { Outcome, PassResult } from './events.ts';
import { fetchRefs } from './fetchRefs.ts';
import { timed } from './passContext.ts';
import type { PassContext } from './passContext.ts';
import { retryLater } from './problem.ts';
import { publishEnvironments } from './publishEnvironments.ts';
import { seekCommits } from './seekCommits.ts';
import type { SyncRequest } from './syncRequest.ts';
import { tidyUp } from './tidyUp.ts';
import type { Trigger } from './trigger.ts';

/**
 * One turn of sync, the first like every other: what was received says where to look; fetch it; seek what is wanted; publish each
 * environment; report; tidy up. Rejects with RetryLater when something that may pass kept it from its work; every
 * publication stays as it was then.
 */
export async function pass(context: PassContext, trigger: Trigger, signal: AbortSignal): Promise<void> {
  const { number, emit, now } = context;
  const started = performance.now();
  emit({ kind: 'passStarted', at: now(), pass: number, trigger });

  const broken = await checkVolume(context, trigger, signal);
  const { fetched, unfetched } = await fetchRefs(context, trigger, broken, signal);
  const requests = await seekCommits(context, trigger, unfetched, signal);
  tellFetched(context, fetched, requests);
  const published = await timed(context, 'publish', () => publishEnvironments(context, requests, unfetched, signal));

  const [problem] = published.problems;
  context.volume.damaged &&= problem !== undefined;
  context.volume.prepared = problem === undefined;
  const seconds = (performance.now() - started) / 1000;
  emit({ kind: 'passEnded', at: now(), pass: number, result: resultOf(published.outcomes), seconds });

  // A volume that is not ours to write, such as one of another format, is not ours to tidy either.
  if (broken === undefined) await tidyUp(context, published.history, signal);
  if (problem !== undefined) throw retryLater(problem);
}

function tellFetched(context: PassContext, fetched: readonly string[], requests: readonly SyncRequest[]): void {
  const { repository, config, emit, number } = context;
  for (const ref of fetched) {
    const state = repository.state(ref);
    if (state?.kind !== 'fetched') continue;
    const environments = config.environments.filter((one) => one.ref === ref).map(({ name }) => name);
    const { head, fetchedAt } = state;
    emit({ kind: 'fetched', at: fetchedAt, pass: number, environments, ref, commit: head.commit, requests });
  }
}

function resultOf(outcomes: readonly Outcome[]): PassResult {
  const states = new Set(outcomes.map(({ state }) => state));
  if (states.has('failed')) return 'failed';
  if (states.has('published')) return 'published';
  return states.has('stalled') ? 'stalled' : 'unchanged';
}
