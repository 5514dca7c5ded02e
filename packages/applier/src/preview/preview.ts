import type { Environment } from '@couplet/config';
import { inParallel } from '@couplet/volume';
import type { Api } from '../apply/apiClient.ts';
import { ApiUnreachableError } from '../apply/apiError.ts';
import { applyRequest } from '../apply/applyObject.ts';
import { checkableSteps } from '../apply/checkSteps.ts';
import { discoverKinds } from '../apply/discoverKinds.ts';
import { explainError } from '../apply/explainError.ts';
import { FieldHints } from '../apply/fields/fieldHints.ts';
import { MemberSet } from '../apply/memberSet.ts';
import { readObject } from '../apply/readObject.ts';
import { setParent } from '../apply/setParent.ts';
import type { RunError } from '../events.ts';
import type { JsonObject } from '../load/manifest.ts';
import type { ManifestIndex } from '../load/manifestIndex.ts';
import { plan, type ApplyReason, type ApplyStep } from '../plan/plan.ts';
import { resolve } from '../plan/resolve.ts';
import { DriftLedger } from '../watch/driftLedger.ts';
import { judgeListed } from '../watch/judgeListed.ts';
import { comparable } from './comparable.ts';
import { diffObjects, type FieldChange } from './diffObjects.ts';

export type PreviewStep = {
  id: string;
  action: 'create' | 'configure' | 'delete' | 'hold' | 'keep';
  reason: string;
  file?: string;
  line?: number;
  /** What the API server would make of it, field by field; absent for what is created, deleted, held or kept. */
  changes?: FieldChange[];
};

/** What a pass would do now. Nothing was written. */
export type Preview = {
  environment: string;
  /** Where the manifests came from: a commit on the volume, or a directory. */
  from: string;
  steps: PreviewStep[];
  unchanged: number;
  errors: RunError[];
};

export type PreviewInput = {
  api: Api;
  environment: Environment;
  /** Shows the tree already. */
  index: ManifestIndex;
  from: string;
  ownNamespace: string;
  version: string;
  concurrency: number;
  signal: AbortSignal;
};

/** The pass's own plan, a server-side dry-run of each of its steps, and the difference to what is in the cluster. */
export async function preview(input: PreviewInput): Promise<Preview> {
  const { api, environment, index, ownNamespace, signal } = input;
  const { gate, drift, namespace, prune, pruneLimit } = environment;
  const members = new MemberSet(setParent(environment.name, ownNamespace), input.version);
  const discovered = await discoverKinds(api, signal);
  const { objects } = resolve(index.entries(), discovered.kinds, namespace);
  const judge = judgeListed({
    members,
    drift: new DriftLedger(),
    expected: (id) => objects.get(id)?.entry,
    readBody: (entry) => index.readBody(entry),
  });
  const warnings = await members.read(api, discovered, signal, judge);
  const planned = plan({
    files: index.files(),
    faults: index.faults(),
    live: members.members,
    kinds: discovered.kinds,
    namespace,
    gate,
    drift,
    rules: { prune, pruneLimit, ownNamespace },
    place: input.from,
  });
  const errors = [...warnings, ...planned.errors];
  const checkable = new Set(checkableSteps(planned.apply, { kinds: discovered.kinds, members: members.members }));
  const steps = new Map<ApplyStep, PreviewStep>();
  const hints = new FieldHints(api, signal);
  await inParallel(planned.apply, input.concurrency, async (step) => {
    const shown = { id: step.id, file: step.entry.source.file, line: step.entry.source.line };
    if (!checkable.has(step)) {
      steps.set(step, { ...shown, action: 'create', reason: 'new; its namespace or kind is created before it' });
      return;
    }
    try {
      steps.set(step, { ...shown, ...(await tryStep(input, step, members.parent.id)) });
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ApiUnreachableError) throw error;
      const explained = explainError(error, { verb: 'check', id: step.id, ...step.entry.source });
      errors.push(...(await hints.add(explained, step.entry)));
    }
  });
  return {
    environment: environment.name,
    from: input.from,
    steps: [
      ...planned.apply.flatMap((step) => steps.get(step) ?? []),
      ...planned.prune.map(({ live: { id } }) => ({ id, action: 'delete' as const, reason: 'not in the repository' })),
      ...planned.kept.map(({ id, outcome, reason }) => ({
        id,
        action: outcome === 'held' ? ('hold' as const) : ('keep' as const),
        reason,
      })),
    ],
    unchanged: planned.unchanged,
    errors,
  };
}

const reasons: Record<ApplyReason, string> = {
  new: 'new',
  changed: 'the manifest changed',
  unserved: 'its kind is not served yet',
  drifted: 'somebody else changed it',
};

async function tryStep(
  { api, index, signal }: PreviewInput,
  step: ApplyStep,
  setId: string,
): Promise<Pick<PreviewStep, 'action' | 'reason' | 'changes'>> {
  const body = await index.readBody(step.entry);
  const request = applyRequest({ step, body, setId, dryRun: true, signal });
  const [{ body: after }, before] = await Promise.all([
    api.request<JsonObject>(request),
    readObject<JsonObject>(api, step, { signal }),
  ]);
  if (before === undefined) return { action: 'create', reason: reasons.new };
  const reason = step.reason === 'new' ? 'in the cluster already, becomes part of the set' : reasons[step.reason];
  return { action: 'configure', reason, changes: diffObjects(comparable(before), comparable(after)) };
}
