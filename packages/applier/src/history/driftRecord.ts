import type { ApplierEvent, Drift, Outcome } from '../events.ts';
import { noCounts } from '../report/foldRun.ts';
import { pickError } from '../report/pickError.ts';
import { clip } from './clip.ts';
import { describeDrift } from './describeDrift.ts';
import { mostChanges } from './runDraft.ts';
import type { RunRecord } from './runRecord.ts';

type Drifted = ApplierEvent & { kind: 'drifted' };

/** The record of a pass that only dealt with drift; it worked on the publication of the run before it. */
export function driftRecord(event: Drifted, { publication }: Pick<RunRecord, 'publication'>): RunRecord {
  const at = new Date(event.at).toISOString();
  const objects = event.objects.slice(0, mostChanges);
  const more = event.objects.length - objects.length;
  const counts = { ...noCounts };
  for (const object of event.objects) counts[outcomeOf(object)] += 1;
  const told = (wanted: Outcome): RunRecord['errors'] =>
    objects.flatMap((object) => (outcomeOf(object) === wanted && object.error ? [pickError(object.error)] : []));
  const errors = told('failed');
  return {
    id: `${at.replaceAll(/[-:]/g, '')}-${publication.commit.slice(0, 7)}-drift`,
    environment: event.environment,
    trigger: 'drift',
    publication,
    startedAt: at,
    endedAt: at,
    result: errors.length > 0 ? 'failed' : 'applied',
    stages: [],
    counts,
    requests: event.requests,
    changes: objects.map((object) => ({
      id: clip(object.id),
      outcome: outcomeOf(object),
      file: clip(object.source.file),
      line: object.source.line,
      reason: describeDrift(object),
    })),
    errors,
    warnings: told('skipped'),
    notes: [],
    skipped: [],
    ...(more > 0 && { more: { changes: more } }),
  };
}

function outcomeOf({ corrected, deleted, error }: Drift): Outcome {
  if (corrected) return deleted === true ? 'created' : 'configured';
  // With `drift: detect` it is left alone on purpose.
  return error === undefined || error.code === 'drifted' ? 'skipped' : 'failed';
}
