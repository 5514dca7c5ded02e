import { ApiError, ApiUnreachableError } from '../apply/apiError.ts';
import { explainError } from '../apply/explainError.ts';
import type { ClusterObject } from './clusterObject.ts';
import { healthOf } from './health.ts';
import { failed, progressing, type Health } from './healthResult.ts';
import type { Reader } from './reader.ts';
import type { Target } from './target.ts';

/** What one look at the cluster says of a target. */
export type Seen = {
  target: Target;
  health: Health;
  object?: ClusterObject;
  /** Stable code of what keeps the object from being seen. */
  code?: string;
};

export type LookDeps = { reader: Reader; now: () => number; signal: AbortSignal };

/** The health of each target now, in the order of the targets: one list, or a few reads, for each kind. */
export async function look(targets: Target[], { reader, now, signal }: LookDeps): Promise<Seen[]> {
  const seen = new Map<string, Seen>();
  const byKind = Map.groupBy(targets, ({ key }) => key);
  await Promise.all(
    [...byKind].map(async ([key, ofKind]) => {
      const [first] = ofKind;
      if (first === undefined) return;
      try {
        await reader.read(
          first.kind,
          ofKind,
          (target, object) => seen.set(target.id, { target, object, health: healthOf(key, object, now()) }),
          signal,
        );
      } catch (error) {
        signal.throwIfAborted();
        for (const target of ofKind) seen.set(target.id, unseen(target, error));
      }
    }),
  );
  return targets.map((target) => seen.get(target.id) ?? { target, health: progressing('does not exist') });
}

/** What may pass is waited for; a right that is missing is told at once. */
function unseen(target: Target, error: unknown): Seen {
  const [problem] = explainError(error, { verb: 'list', id: target.id });
  const message = `its health cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  const passes = error instanceof ApiUnreachableError || (error instanceof ApiError && error.httpStatus !== 403);
  return {
    target,
    health: passes ? progressing(message) : failed(message),
    ...(problem !== undefined && { code: problem.code }),
  };
}
