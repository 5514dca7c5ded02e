import type { Environment } from '@couplet/config';
import { MalformedTreeError, readPublication } from '@couplet/volume';
import type { Outcome } from './events.ts';
import { findTree } from './fetch/findTree.ts';
import { ObjectTooLargeError } from './fetch/pack/objectTooLargeError.ts';
import type { PassContext } from './passContext.ts';
import { problemOf } from './problem.ts';
import type { Problem } from './problem.ts';
import { checkLimits } from './publish/checkLimits.ts';
import type { HistoryEntry } from './publish/history.ts';
import { publishEnvironment } from './publish/publishEnvironment.ts';
import type { SyncRequest } from './syncRequest.ts';

export type Published = {
  readonly outcomes: readonly Outcome[];
  readonly history: readonly HistoryEntry[];
  readonly problems: readonly Problem[];
};

type One = { readonly outcome: Outcome; readonly history?: HistoryEntry; readonly problem?: Problem };

/** Publishes each environment from the objects at hand; one that fails does not keep the others from it. */
export async function publishEnvironments(
  context: PassContext,
  requests: readonly SyncRequest[],
  fetchProblems: ReadonlyMap<string, Problem>,
  signal: AbortSignal,
): Promise<Published> {
  const all: One[] = [];
  for (const environment of context.config.environments) {
    const own = requests.filter(({ environments }) => environments.includes(environment.name));
    const one = await publishOne(context, environment, own, fetchProblems.get(environment.ref), signal);
    all.push(one);
    const { emit, now, number: pass, beat } = context;
    beat();
    emit({ kind: 'environment', at: now(), pass, environment: environment.name, outcome: one.outcome, requests: own });
  }
  return {
    outcomes: all.map(({ outcome }) => outcome),
    history: all.flatMap(({ history }) => history ?? []),
    problems: all.flatMap(({ problem }) => problem ?? []),
  };
}

async function publishOne(
  context: PassContext,
  environment: Environment,
  requests: readonly SyncRequest[],
  fetchProblem: Problem | undefined,
  signal: AbortSignal,
): Promise<One> {
  const root = context.config.volume;
  const isKnown = context.repository.state(environment.ref) !== undefined;
  if (fetchProblem !== undefined && !isKnown) return failed(fetchProblem, await serving(root, environment.name));
  try {
    const one = await tryPublish(context, environment, requests, signal);
    // The last commit known stays on the volume, which is good, but whether it is the newest nobody knows.
    if (fetchProblem === undefined) return one;
    return { ...one, ...failed(fetchProblem, await serving(root, environment.name)) };
  } catch (error) {
    signal.throwIfAborted();
    const served = await serving(root, environment.name);
    const problem = problemOf(error, `publish ${environment.name}`);
    if (!isFaultOfCommit(error)) return failed(problem, served);
    const todo = 'push a commit without it; the last publication stays until then';
    return { outcome: { state: 'stalled', why: problem.why, todo, ...served } };
  }
}

async function tryPublish(
  context: PassContext,
  environment: Environment,
  requests: readonly SyncRequest[],
  signal: AbortSignal,
): Promise<One> {
  const { repository, config, now, volume } = context;
  const state = repository.state(environment.ref);
  if (state === undefined) throw new Error(`Cannot publish ${environment.name}: its ref must be fetched first`);
  const stays = (): ReturnType<typeof serving> => serving(config.volume, environment.name);
  if (state.kind === 'stalled')
    return { outcome: { state: 'stalled', why: state.why, todo: state.todo, ...(await stays()) } };
  const { head, fetchedAt } = state;
  const checked = await context.checkHead(head);
  if (checked?.kind === 'refused')
    return { outcome: { state: 'stalled', why: checked.why, todo: checked.todo, ...(await stays()) } };
  const verified = checked === undefined ? {} : { verified: { by: checked.by } };
  const source = repository.objects;
  const found = await findTree(source, head.tree, environment.path);
  if (found.kind === 'stalled')
    return { outcome: { state: 'stalled', why: found.why, todo: found.todo, ...(await stays()) } };
  const { tree } = found;
  const over = await checkLimits(source, { tree, path: environment.path }, config.repository.limits, signal);
  if (over !== undefined) return { outcome: { state: 'stalled', why: over.why, todo: over.todo, ...(await stays()) } };
  const isFirst = context.number === 1;
  const wanted = { environment, repository: config.repository.url, head, tree, fetchedAt, requests, isFirst };
  const written = await publishEnvironment(config.volume, wanted, source, { now, signal, verify: volume.damaged });
  const { commit } = head;
  if (written === undefined) return { outcome: { state: 'unchanged', commit, ...verified } };
  return {
    outcome: { state: 'published', commit, files: written.files, skipped: written.skipped.length, ...verified },
    history: { environment: environment.name, commit, tree, at: now() },
  };
}

function failed(problem: Problem, served: Awaited<ReturnType<typeof serving>>): One {
  return { outcome: { state: 'failed', why: problem.why, ...served }, problem };
}

async function serving(root: string, environment: string): Promise<Pick<Outcome & { state: 'failed' }, 'serving'>> {
  const read = await readPublication(root, environment);
  return read.kind === 'publication' ? { serving: read.publication.commit } : {};
}

// What git itself would never write, or too much of it: trying again finds the same.
function isFaultOfCommit(error: unknown): boolean {
  return error instanceof MalformedTreeError || error instanceof RangeError || error instanceof ObjectTooLargeError;
}
