import { outcomes, type RunError } from '../events.ts';
import type { Note } from '../load/manifest.ts';
import { healthResults, runResults } from '../report/instruments.ts';
import { stageNames, type Stage } from '../report/runStages.ts';
import type { Counts } from '../report/runFacts.ts';
import { count, listOf, moment, objectOf, oneOf, text, type Reader } from './reader.ts';
import type { Change, RecordMore, RunCause, RunRecord } from './runRecord.ts';

type Part<Key extends keyof RunRecord> = NonNullable<RunRecord[Key]>;

const place = { file: text, line: count, document: count };
const commitAndTree = objectOf<Part<'rollback'>>({ commit: text, tree: text }, ['commit', 'tree']);
const error = objectOf<RunError>({ code: text, message: text, id: text, ...place, field: text, manager: text }, [
  'code',
  'message',
]);
const change = objectOf<Change>({ id: text, outcome: oneOf(...outcomes), file: text, line: count, reason: text }, [
  'id',
  'outcome',
]);
const counts = objectOf<Counts>(
  { created: count, configured: count, unchanged: count, deleted: count, skipped: count, held: count, failed: count },
  outcomes,
);
const cause = objectOf<RunCause>(
  { kind: oneOf('webhook', 'call', 'poll', 'start'), from: text, deliveries: listOf(text, 100) },
  ['kind'],
);
const publication = objectOf<Part<'publication'>>(
  {
    commit: text,
    tree: text,
    ref: text,
    subject: text,
    author: text,
    committedAt: moment,
    publishedAt: moment,
    fetchedAt: moment,
    receivedAt: moment,
  },
  ['commit', 'tree', 'ref', 'subject', 'author', 'committedAt', 'publishedAt', 'fetchedAt'],
);
const skipped = objectOf<Part<'skipped'>[number]>({ path: text, reason: oneOf('symlink', 'submodule') }, [
  'path',
  'reason',
]);

/** Reads a record that was kept; undefined when somebody made nonsense of it. Keys of later versions are left out. */
export const parseRecord: Reader<RunRecord> = objectOf<RunRecord>(
  {
    id: text,
    environment: text,
    trigger: oneOf('publication', 'resync', 'start', 'retry', 'rollback', 'run', 'approve', 'resume', 'drift'),
    cause,
    publication,
    rollback: commitAndTree,
    startedAt: moment,
    endedAt: moment,
    result: oneOf(...runResults),
    health: objectOf<Part<'health'>>({ result: oneOf(...healthResults), at: moment }, ['result', 'at']),
    stages: listOf(objectOf<Stage>({ stage: oneOf(...stageNames), at: moment, ms: count }, ['stage', 'at', 'ms']), 20),
    objects: count,
    counts,
    requests: count,
    plan: objectOf<Part<'plan'>>({ apply: count, prune: count, unchanged: count, held: count, id: text }, [
      ...(['apply', 'prune', 'unchanged', 'held'] as const),
    ]),
    changes: listOf(change, 500),
    errors: listOf(error, 500),
    warnings: listOf(error, 500),
    notes: listOf(objectOf<Note>({ message: text, ...place }, ['message', 'file']), 500),
    skipped: listOf(skipped, 500),
    more: objectOf<RecordMore>({ changes: count, errors: count, warnings: count, notes: count, skipped: count }, []),
    repeated: objectOf<Part<'repeated'>>({ times: count, since: moment }, ['times', 'since']),
  },
  [
    ...(['id', 'environment', 'trigger', 'publication', 'startedAt', 'endedAt', 'result'] as const),
    ...(['stages', 'counts', 'changes', 'errors', 'warnings', 'notes', 'skipped'] as const),
  ],
);
