import type { Skipped } from '@couplet/volume';
import type { RunError, RunEvent } from '../events.ts';
import type { Note } from '../load/manifest.ts';
import { bound } from './bound.ts';
import { append, nothing } from './capped.ts';
import { foldHealth } from './foldHealth.ts';
import { pickError } from './pickError.ts';
import { pickPublication } from './pickPublication.ts';
import type { Counts, HeldObject, RunFacts } from './runFacts.ts';

export const noCounts: Counts = { created: 0, configured: 0, unchanged: 0, deleted: 0, skipped: 0, held: 0, failed: 0 };

/** The facts when a run starts. */
export function startRun(event: RunEvent & { kind: 'started' }): RunFacts {
  const { rollback } = event;
  return {
    run: bound(event.run),
    trigger: event.trigger,
    publication: pickPublication(event.publication),
    ...(rollback !== undefined && { rollback: { commit: bound(rollback.commit), tree: bound(rollback.tree) } }),
    startedAt: event.at,
    counts: noCounts,
    errors: append(nothing, rollback === undefined ? [] : [rollback.error], pickError),
    warnings: nothing,
    // The publication names everything that was left out; loading names only what stands in the directories it read.
    skipped: append(nothing, event.publication.skipped, pickSkipped),
    notes: nothing,
    held: nothing,
  };
}

/** The facts after one more event of that run. */
export function foldRun(facts: RunFacts, event: RunEvent): RunFacts {
  switch (event.kind) {
    case 'started':
      return startRun(event);
    case 'loaded':
      return {
        ...facts,
        loadedAt: event.at,
        objects: event.manifests,
        errors: append(facts.errors, event.errors, pickError),
        notes: append(facts.notes, event.notes, pickNote),
        skipped: facts.skipped.items.length > 0 ? facts.skipped : append(nothing, event.skipped, pickSkipped),
      };
    case 'planned':
      return {
        ...facts,
        steps: event.apply + event.prune,
        ...(event.heldPlan !== undefined && { heldPlan: event.heldPlan }),
        counts: { ...facts.counts, unchanged: facts.counts.unchanged + event.unchanged },
        errors: append(facts.errors, event.errors, pickError),
      };
    case 'checked':
      return { ...facts, checkedAt: event.at, errors: append(facts.errors, event.errors, pickError) };
    case 'object':
      return foldObject(facts, event);
    case 'warned':
      return { ...facts, warnings: append(facts.warnings, [event.error], pickError) };
    case 'ended':
      return {
        ...facts,
        endedAt: event.at,
        result: event.result,
        requests: event.requests,
        errors: append(facts.errors, event.errors, pickError),
      };
    case 'settling':
    case 'settled':
      return foldHealth(facts, event);
    default:
      event satisfies never;
      return facts;
  }
}

function foldObject(facts: RunFacts, event: RunEvent & { kind: 'object' }): RunFacts {
  const counts = { ...facts.counts, [event.outcome]: facts.counts[event.outcome] + 1 };
  if (event.outcome === 'held') return { ...facts, counts, held: append(facts.held, [event], pickHeld) };
  if (event.outcome !== 'failed') return { ...facts, counts };
  return { ...facts, counts, errors: append(facts.errors, [objectError(event)], pickError) };
}

/** What is told of an object that failed. */
export function objectError({ id, reason, error }: RunEvent & { kind: 'object' }): RunError {
  return error ?? { code: 'internal', message: `Cannot apply ${id}: ${reason ?? 'no reason was given'}`, id };
}

function pickHeld(event: HeldObject): HeldObject {
  return {
    id: bound(event.id),
    ...(event.file !== undefined && { file: bound(event.file) }),
    ...(event.line !== undefined && { line: event.line }),
    ...(event.reason !== undefined && { reason: bound(event.reason) }),
  };
}

function pickNote({ message, file, line, document }: Note): Note {
  return {
    message: bound(message),
    file: bound(file),
    ...(line !== undefined && { line }),
    ...(document !== undefined && { document }),
  };
}

function pickSkipped({ path, reason }: Skipped): Skipped {
  return { path: bound(path), reason };
}
