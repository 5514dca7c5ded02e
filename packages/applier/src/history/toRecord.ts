import type { RunError } from '../events.ts';
import type { Capped } from '../report/capped.ts';
import { errorsOf } from '../report/errorsOf.ts';
import { runStages } from '../report/runStages.ts';
import { clip } from './clip.ts';
import type { RunDraft } from './runDraft.ts';
import type { RecordMore, RunRecord } from './runRecord.ts';

const mostErrors = 200;
const mostOthers = 100;

/** What there is to keep of a run, as far as it has come. */
export function toRecord(draft: RunDraft): RunRecord {
  const { facts, plan, cause } = draft;
  const { commit, tree, ref, subject, author, committedAt, publishedAt, fetchedAt, receivedAt } = facts.publication;
  const [errors, moreErrors] = take(errorsOf(facts), mostErrors, clipError);
  const [warnings, moreWarnings] = take(facts.warnings, mostOthers, clipError);
  const [notes, moreNotes] = take(facts.notes, mostOthers, (note) => ({
    ...note,
    message: clip(note.message),
    file: clip(note.file),
  }));
  const [skipped, moreSkipped] = take(facts.skipped, mostOthers, (one) => ({ ...one, path: clip(one.path) }));
  const more: RecordMore = {
    ...(draft.moreChanges > 0 && { changes: draft.moreChanges }),
    ...(moreErrors > 0 && { errors: moreErrors }),
    ...(moreWarnings > 0 && { warnings: moreWarnings }),
    ...(moreNotes > 0 && { notes: moreNotes }),
    ...(moreSkipped > 0 && { skipped: moreSkipped }),
  };
  return {
    id: facts.run,
    environment: draft.environment,
    trigger: facts.trigger,
    ...(cause && { cause }),
    publication: {
      commit,
      tree,
      ref: clip(ref),
      subject: clip(subject),
      author: clip(author),
      committedAt,
      publishedAt,
      fetchedAt,
      ...(receivedAt !== undefined && { receivedAt }),
    },
    ...(facts.rollback && { rollback: facts.rollback }),
    startedAt: iso(facts.startedAt),
    ...(facts.endedAt !== undefined && { endedAt: iso(facts.endedAt) }),
    ...(facts.result && { result: facts.result }),
    ...(facts.health && { health: { result: facts.health.result, at: iso(facts.health.at) } }),
    stages: runStages(facts),
    ...(facts.objects !== undefined && { objects: facts.objects }),
    counts: facts.counts,
    ...(facts.requests !== undefined && { requests: facts.requests }),
    ...(plan && { plan }),
    changes: [...draft.changes],
    errors,
    warnings,
    notes,
    skipped,
    ...(Object.keys(more).length > 0 && { more }),
  };
}

function take<T>(list: Capped<T>, most: number, pick: (item: T) => T): [T[], number] {
  const kept = list.items.slice(0, most).map(pick);
  return [kept, list.items.length - kept.length + list.more];
}

function clipError(error: RunError): RunError {
  return {
    ...error,
    message: clip(error.message),
    ...(error.id !== undefined && { id: clip(error.id) }),
    ...(error.file !== undefined && { file: clip(error.file) }),
    ...(error.field !== undefined && { field: clip(error.field) }),
    ...(error.manager !== undefined && { manager: clip(error.manager) }),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
