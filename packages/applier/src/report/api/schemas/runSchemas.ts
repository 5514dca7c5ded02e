import { Type } from 'typebox';
import {
  commit,
  commitAndTree,
  count,
  counts,
  note,
  objectId,
  outcome,
  runError,
  skipped,
  stage,
  time,
  tree,
} from './parts.ts';
import { runTrigger } from './trigger.ts';

const result = Type.Enum(['applied', 'failed', 'stalled', 'held', 'superseded'], { description: 'How it ended.' });

const cause = Type.Object(
  {
    kind: Type.Enum(['webhook', 'call', 'poll', 'start']),
    from: Type.Optional(Type.String({ description: 'The provider, or the name of the token file.' })),
    deliveries: Type.Optional(Type.Array(Type.String(), { description: 'Ids of webhook deliveries.' })),
  },
  { title: 'Cause', description: 'What brought the publication.' },
);

const health = Type.Object({ result: Type.Enum(['healthy', 'degraded']), at: time('Since when.') });
const repeated = Type.Object(
  { times: count('How many.'), since: time('When the first began.') },
  { description: 'The same run ended the same way again and again; this is the last.' },
);

const shared = {
  id: Type.String(),
  environment: Type.String(),
  trigger: runTrigger,
  cause: Type.Optional(cause),
  rollback: Type.Optional(commitAndTree),
  startedAt: time('When it began.'),
  endedAt: Type.Optional(time('Absent while it goes on.')),
  result: Type.Optional(result),
  health: Type.Optional(health),
  objects: Type.Optional(count('Manifests in the tree.')),
  counts,
  requests: Type.Optional(count('To the API server.')),
  repeated: Type.Optional(repeated),
};

/** Item of `GET /api/environments/<name>/runs`, and data of the event `run`. */
export const runSummarySchema = Type.Object(
  {
    ...shared,
    commit,
    subject: Type.String(),
    author: Type.String(),
    durationMs: Type.Optional(Type.Number({ minimum: 0, description: 'From start to end.' })),
    pushToAppliedMs: Type.Optional(
      Type.Number({ minimum: 0, description: 'From the arrival of the webhook or call to the end of the run.' }),
    ),
    firstError: Type.Optional(runError),
  },
  { title: 'RunSummary', description: 'A run in a list of runs.' },
);

const publication = Type.Object({
  commit,
  tree,
  ref: Type.String(),
  subject: Type.String(),
  author: Type.String(),
  committedAt: time('When it was committed.'),
  fetchedAt: time('When sync had fetched it.'),
  publishedAt: time('When sync had published it on the volume.'),
  receivedAt: Type.Optional(time('When the webhook or the call arrived.')),
});

const plan = Type.Object({
  apply: count('Objects to apply.'),
  prune: count('Objects to delete.'),
  unchanged: count('Objects that need nothing.'),
  held: count('Deletes that wait for a person.'),
  id: Type.Optional(Type.String({ description: 'What `POST …/approve` wants to hear.' })),
});

const change = Type.Object(
  {
    id: objectId,
    outcome,
    file: Type.Optional(Type.String()),
    line: Type.Optional(Type.Integer()),
    reason: Type.Optional(Type.String()),
  },
  { title: 'Change' },
);

/** Answer of `GET /api/environments/<name>/runs/<id>`. */
export const runSchema = Type.Object(
  {
    ...shared,
    publication,
    stages: Type.Array(stage),
    plan: Type.Optional(plan),
    changes: Type.Array(change, { description: 'What was not unchanged, in the order it happened; at most 500.' }),
    errors: Type.Array(runError),
    warnings: Type.Array(runError),
    notes: Type.Array(note),
    skipped: Type.Array(skipped),
    more: Type.Optional(
      Type.Object(
        {
          changes: Type.Optional(count('changes')),
          errors: Type.Optional(count('errors')),
          warnings: Type.Optional(count('warnings')),
          notes: Type.Optional(count('notes')),
          skipped: Type.Optional(count('skipped')),
        },
        { description: 'How many items the lists left out, at least.' },
      ),
    ),
  },
  { title: 'Run', description: 'One run, from its cause to its health.' },
);
