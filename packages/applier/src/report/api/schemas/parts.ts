import { Type } from 'typebox';
import { outcomes } from '../../../events.ts';
import { stageNames } from '../../runStages.ts';

/** Pieces of several answers. A schema with a title is a component of the OpenAPI document, under that name. */
export const time = (description: string) => Type.String({ format: 'date-time', description });

export const count = (description: string) => Type.Integer({ minimum: 0, description });

export const objectId = Type.String({ description: 'Object id, `Kind.group/namespace/name`.' });

export const commit = Type.String({ description: 'Commit id.' });

export const tree = Type.String({ description: 'Git tree id of the directory of the environment.' });

export const outcome = Type.Enum([...outcomes], { description: 'What became of an object.' });

export const runError = Type.Object(
  {
    code: Type.String({ description: 'Stable; docs/errors.md says what each means and what to do.' }),
    message: Type.String(),
    id: Type.Optional(objectId),
    file: Type.Optional(Type.String({ description: 'From the root of the repository.' })),
    line: Type.Optional(Type.Integer({ minimum: 1 })),
    document: Type.Optional(Type.Integer({ minimum: 1, description: 'In the file, from 1.' })),
    field: Type.Optional(Type.String()),
    manager: Type.Optional(Type.String({ description: 'The other field manager.' })),
  },
  { title: 'RunError', description: 'What is wrong; absent facts are absent keys.' },
);

export const counts = Type.Object(
  {
    created: count('Objects that were not there.'),
    configured: count('Objects that were changed.'),
    unchanged: count('Objects that needed nothing.'),
    deleted: count('Objects that left the repository and were deleted.'),
    skipped: count('Objects that were left alone for a reason.'),
    held: count('Deletes that wait for a person.'),
    failed: count('Objects that could not be applied or deleted.'),
  },
  { title: 'Counts', description: 'Objects of a run by outcome.' },
);

export const stage = Type.Object(
  {
    stage: Type.Enum([...stageNames]),
    at: time('When it was reached.'),
    ms: Type.Number({ minimum: 0, description: 'Milliseconds since the stage before.' }),
  },
  { title: 'Stage' },
);

export const note = Type.Object(
  {
    message: Type.String(),
    file: Type.String(),
    line: Type.Optional(Type.Integer({ minimum: 1 })),
    document: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { title: 'Note', description: 'Something in the repository that was put right or is worth knowing.' },
);

export const skipped = Type.Object(
  { path: Type.String(), reason: Type.Enum(['symlink', 'submodule']) },
  { title: 'Skipped', description: 'What is in the tree and is never read.' },
);

export const commitAndTree = Type.Object({ commit, tree });
