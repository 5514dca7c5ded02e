import { Type } from 'typebox';
import { applierSchema } from './schema/applierSchema.ts';
import { absolutePath, closed } from './schema/common.ts';
import { environmentSchema } from './schema/environmentSchema.ts';
import { repositorySchema } from './schema/repositorySchema.ts';
import { syncSchema } from './schema/syncSchema.ts';
import { text } from './values/leaf.ts';
import { annotate } from './values/words.ts';

/**
 * The one declaration of every setting of couplet.yaml: name, type, default and a line of documentation.
 * Validation, `settings`, the JSON Schema for editors and the table in docs/configuration.md come from it.
 */
export const configSchema = Type.Object(
  {
    repository: repositorySchema,
    environments: Type.Array(environmentSchema, {
      minItems: 1,
      maxItems: 1000,
      ...annotate({ type: 'list', expected: 'a list of 1 to 1000 environments' }),
    }),
    sync: Type.Optional(syncSchema),
    applier: Type.Optional(applierSchema),
    volume: Type.Optional(
      text({
        ...absolutePath,
        description: 'The volume that sync writes and the applier reads.',
        default: '/volume',
      }),
    ),
  },
  closed,
);
