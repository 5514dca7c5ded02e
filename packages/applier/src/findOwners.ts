import { metadataOnly, type Api } from './apply/apiClient.ts';
import { ApiError } from './apply/apiError.ts';
import { partOfLabel } from './apply/fieldManager.ts';
import { objectPath } from './apply/objectPath.ts';
import type { Metadata } from './apply/readMember.ts';
import { readSetParent, setParent } from './apply/setParent.ts';
import { inParallel } from '@couplet/volume';
import type { PassDeps } from './passContext.ts';
import { kindKey } from './plan/kinds.ts';
import type { ApplyStep } from './plan/plan.ts';
import type { Run } from './run.ts';

/**
 * Claims for other environments what is theirs among new objects, while they have not listed their members (right after a
 * start): one read for each such environment, and one for each object that may be among its members by kind and
 * namespace. Answers whether anything had to be asked.
 */
export async function findOwners(deps: PassDeps, run: Run, steps: readonly ApplyStep[]): Promise<boolean> {
  const { claims, environment, ownNamespace, concurrency } = deps;
  const others = steps.length === 0 ? [] : claims.unlisted(environment.name);
  if (others.length === 0) return false;
  const parents = others.map((name) => ({ name, parent: setParent(name, ownNamespace) }));
  const suspects = new Set<ApplyStep>();
  for (const { parent } of parents) {
    const read = await readSetParent(run.api, parent, run.signal);
    if (read.kind !== 'present') continue;
    const [kinds, namespaces] = [new Set(read.scope.kinds), new Set(read.scope.namespaces)];
    for (const step of steps) {
      const mayHold = step.namespace === undefined || namespaces.has(step.namespace);
      if (mayHold && kinds.has(kindKey(step.kind.group, step.kind.kind))) suspects.add(step);
    }
  }
  await inParallel([...suspects], concurrency, async (step) => {
    const set = await readSet(run.api, step, run.signal);
    const owner = parents.find(({ parent }) => parent.id === set);
    if (owner !== undefined) claims.claim(owner.name, step.id);
  });
  return true;
}

/** The set of which a live object has the label. */
async function readSet(api: Api, step: ApplyStep, signal: AbortSignal): Promise<string | undefined> {
  const { kind, entry, namespace } = step;
  try {
    const path = objectPath(kind, entry.version, namespace, entry.name);
    const { body } = await api.request<{ metadata: Metadata }>({ method: 'GET', path, accept: metadataOnly, signal });
    return body.metadata.labels?.[partOfLabel];
  } catch (error) {
    if (error instanceof ApiError && error.httpStatus === 404) return undefined;
    throw error;
  }
}
