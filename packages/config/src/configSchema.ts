import { applierSchema } from './schema/applierSchema.ts';
import { absolutePath } from './schema/common.ts';
import { environmentSchema } from './schema/environmentSchema.ts';
import { repositorySchema } from './schema/repositorySchema.ts';
import { syncSchema } from './schema/syncSchema.ts';
import { text } from './values/leaf.ts';
import { block, blocks } from './values/schema.ts';

/**
 * The one declaration of every setting of couplet.yaml: name, type, default and a line of documentation.
 * Validation, `settings`, the JSON Schema for editors and the table in docs/configuration.md come from it.
 */
export const configSchema = block(
  {
    repository: repositorySchema,
    environments: blocks(environmentSchema, { least: 1, most: 1000, expected: 'a list of 1 to 1000 environments' }),
  },
  {
    sync: syncSchema,
    applier: applierSchema,
    volume: text({
      ...absolutePath,
      description: 'The volume that sync writes and the applier reads.',
      default: '/volume',
    }),
  },
);
