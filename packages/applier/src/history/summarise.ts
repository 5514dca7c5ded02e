import type { RunError } from '../events.ts';
import { parseTime } from '../report/runStages.ts';
import type { RunRecord, RunSummary } from './runRecord.ts';

/** Characters of a text in a list of fifty runs. */
const longest = 500;

/** What a list of runs shows of one. */
export function summarise(record: RunRecord): RunSummary {
  const { id, environment, trigger, cause, startedAt, endedAt, result, health, counts } = record;
  const { requests, objects, rollback, repeated, publication } = record;
  const [firstError] = record.errors;
  const started = parseTime(startedAt);
  const ended = parseTime(endedAt);
  const received = trigger === 'publication' && result === 'applied' ? parseTime(publication.receivedAt) : undefined;
  return {
    id,
    environment,
    trigger,
    ...(cause && { cause }),
    commit: publication.commit,
    subject: clip(publication.subject),
    author: clip(publication.author),
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    ...(result && { result }),
    ...(health && { health }),
    counts,
    ...(requests !== undefined && { requests }),
    ...(objects !== undefined && { objects }),
    ...(rollback && { rollback }),
    ...(repeated && { repeated }),
    ...(started !== undefined && ended !== undefined && { durationMs: Math.max(0, ended - started) }),
    ...(received !== undefined && ended !== undefined && { pushToAppliedMs: Math.max(0, ended - received) }),
    ...(firstError && { firstError: clipError(firstError) }),
  };
}

function clipError(error: RunError): RunError {
  return { ...error, message: clip(error.message) };
}

function clip(text: string): string {
  return text.length > longest ? `${text.slice(0, longest - 1).toWellFormed()}…` : text;
}
