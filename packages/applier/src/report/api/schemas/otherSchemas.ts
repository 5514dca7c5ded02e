import { Type } from 'typebox';
import { actionNames } from '../../actions/actions.ts';
import { httpErrors } from '../../httpErrors.ts';
import { environmentSchema } from './environmentSchema.ts';
import { runSummarySchema } from './runSchemas.ts';

/** Body of every answer that is an error. */
export const errorSchema = Type.Object(
  {
    error: Type.Object({
      code: Type.String({ enum: Object.keys(httpErrors), description: 'Stable; docs/errors.md says what to do.' }),
      message: Type.String(),
    }),
  },
  { title: 'Error' },
);

export const environmentsSchema = Type.Object({ environments: Type.Array(environmentSchema) });
export const runsSchema = Type.Object({ runs: Type.Array(runSummarySchema, { description: 'Newest first.' }) });
export const actedSchema = Type.Object({ environment: Type.String(), action: Type.Enum([...actionNames]) });
export const documentSchema = Type.Object({ openapi: Type.Literal('3.1.0') }, { description: 'OpenAPI 3.1.' });
export const healthSchema = Type.Object(
  {
    ok: Type.Boolean(),
    checks: Type.Record(Type.String(), Type.String({ description: '`ok`, or what is wrong.' })),
  },
  { title: 'Health' },
);

export const suspendSchema = Type.Object({
  reason: Type.Optional(Type.String({ maxLength: 500 })),
  for: Type.Optional(
    Type.String({ description: 'A duration such as `2h`, at most 2160h: it goes on by itself then.' }),
  ),
});
export const approveSchema = Type.Object({
  plan: Type.String({ pattern: '^[0-9a-f]{12,64}$', description: '`held.plan` of the environment.' }),
});
