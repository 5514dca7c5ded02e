import { Type } from 'typebox';
import { states } from '../../environmentStatus.ts';
import { gitStates } from '../../../syncState/gitFacts.ts';
import { commit, count, counts, note, objectId, runError, skipped, stage, time, tree } from './parts.ts';
import { trigger } from './trigger.ts';

const reached = (description: string) => Type.Object({ commit, tree, at: time('Since when.') }, { description });
const words = Type.Array(Type.String());

const held = Type.Object(
  {
    id: objectId,
    file: Type.Optional(Type.String()),
    line: Type.Optional(Type.Integer()),
    reason: Type.Optional(Type.String()),
  },
  { title: 'HeldObject', description: 'A delete that waits for a person.' },
);

const drift = Type.Object(
  {
    id: objectId,
    manager: Type.Optional(Type.String({ description: 'Who changed it, as field manager.' })),
    deleted: Type.Optional(Type.Boolean({ description: 'Somebody deleted it.' })),
    corrected: Type.Boolean(),
    fields: words,
    at: time('When it was seen.'),
  },
  { title: 'Drift', description: 'An object that somebody else changed or deleted.' },
);

const git = Type.Object(
  {
    state: Type.Enum([...gitStates], {
      description:
        'ok: `published` is the newest; retrying, failing: the passes of sync fail; stalled: there is nothing to publish from; unreachable: sync does not answer.',
    }),
    since: Type.Optional(time('Since when nothing new can have come.')),
    readAt: Type.Optional(time('When git was read before that.')),
    tries: Type.Optional(count('Passes of sync that came out like this, in a row.')),
    message: Type.Optional(Type.String()),
    todo: Type.Optional(Type.String({ description: 'What ends it.' })),
  },
  { title: 'Git', description: 'How news from git come in, as sync says; absent until it was asked.' },
);

/** Answer of `GET /api/environments/<name>`. */
export const environmentSchema = Type.Object(
  {
    name: Type.String(),
    state: Type.Enum([...states]),
    suspended: Type.Boolean({ description: 'By the configuration, or by a person: then with the key `suspension`.' }),
    suspension: Type.Optional(
      Type.Object({
        at: time('Since when.'),
        reason: Type.Optional(Type.String()),
        until: Type.Optional(time('It goes on by itself then.')),
      }),
    ),
    quarantine: Type.Optional(
      Type.Object(
        { commit, tree, at: time('Since when.'), reason: Type.String() },
        { description: 'This commit is not tried again until a newer one comes or a person asks for a run.' },
      ),
    ),
    git: Type.Optional(git),
    repository: Type.Optional(Type.String({ description: 'URL without credentials.' })),
    ref: Type.Optional(Type.String()),
    published: Type.Optional(
      Type.Object({
        commit,
        tree,
        subject: Type.String(),
        author: Type.String(),
        at: time('When it was published on the volume.'),
        committedAt: time('When it was committed.'),
      }),
    ),
    applied: Type.Optional(reached('The commit that the cluster holds.')),
    healthy: Type.Optional(reached('The last commit of which everything was healthy.')),
    run: Type.Optional(Type.String({ description: 'Id of the run that the following keys are of.' })),
    trigger: Type.Optional(trigger),
    startedAt: Type.Optional(time('Of the run.')),
    endedAt: Type.Optional(time('Absent while the run goes on.')),
    stages: Type.Optional(Type.Array(stage)),
    progress: Type.Optional(
      Type.Object(
        { done: count('Steps done.'), of: count('Of all.'), message: Type.Optional(Type.String()) },
        { description: 'Of the run that goes on, or of the wait for health.' },
      ),
    ),
    counts: Type.Optional(counts),
    errors: Type.Optional(Type.Array(runError)),
    warnings: Type.Optional(Type.Array(runError)),
    held: Type.Optional(
      Type.Object({
        plan: Type.Optional(Type.String({ description: 'What `POST …/approve` wants to hear.' })),
        objects: Type.Array(held),
      }),
    ),
    objects: Type.Optional(count('Manifests in the tree.')),
    skipped: Type.Optional(Type.Array(skipped)),
    notes: Type.Optional(Type.Array(note)),
    requests: Type.Optional(count('To the API server, by the run.')),
    more: Type.Optional(
      Type.Object(
        {
          errors: Type.Optional(count('errors')),
          warnings: Type.Optional(count('warnings')),
          held: Type.Optional(count('held')),
          skipped: Type.Optional(count('skipped')),
          notes: Type.Optional(count('notes')),
          deleting: Type.Optional(count('deleting')),
        },
        { description: 'How many items the lists left out, at least.' },
      ),
    ),
    drift: Type.Optional(Type.Array(drift)),
    deleting: Type.Optional(
      Type.Array(Type.Object({ id: objectId, since: Type.Optional(time('Since when it is being deleted.')) })),
    ),
  },
  { title: 'Environment', description: 'What is true of an environment. Absent facts are absent keys.' },
);
