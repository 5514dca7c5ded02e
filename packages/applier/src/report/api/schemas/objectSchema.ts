import { Type } from 'typebox';
import { objectHealths } from '../../../objects/objectRow.ts';
import { count, objectId, outcome, runError, time } from './parts.ts';

const row = Type.Object(
  {
    id: objectId,
    kind: Type.String(),
    namespace: Type.Optional(Type.String()),
    name: Type.String(),
    file: Type.Optional(Type.String({ description: 'Absent when the repository no longer has the object.' })),
    line: Type.Optional(Type.Integer({ minimum: 1 })),
    document: Type.Optional(Type.Integer({ minimum: 1 })),
    health: Type.Enum([...objectHealths]),
    message: Type.Optional(Type.String({ description: 'Why it is not current.' })),
    outcome,
    drift: Type.Optional(
      Type.Object({
        manager: Type.Optional(Type.String()),
        fields: Type.Array(Type.String()),
        corrected: Type.Boolean(),
      }),
    ),
    error: Type.Optional(runError),
    deletingSince: Type.Optional(time('Since when it is being deleted.')),
    held: Type.Optional(Type.Literal(true, { description: 'Its delete waits for a person.' })),
  },
  { title: 'Object', description: 'One object of the set, or one that belongs to it and is missing.' },
);

/** Answer of `GET /api/environments/<name>/objects`. */
export const objectPageSchema = Type.Object(
  {
    objects: Type.Array(row),
    total: count('Objects of the environment.'),
    matched: count('Objects that the query names.'),
    page: Type.Integer({ minimum: 1 }),
    pages: count('Pages that the query has.'),
    kinds: Type.Array(Type.String(), { description: 'Of all objects, sorted.' }),
    namespaces: Type.Array(Type.String(), { description: 'Of all objects, sorted.' }),
    byHealth: Type.Object({
      failed: count('failed'),
      missing: count('missing'),
      terminating: count('terminating'),
      progressing: count('progressing'),
      unknown: count('unknown'),
      current: count('current'),
    }),
  },
  { title: 'ObjectPage', description: 'What is not current comes first, the worst before the rest; then by id.' },
);
