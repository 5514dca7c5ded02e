import { configSchema } from './configSchema.ts';
import { toJsonSchema } from './values/toJsonSchema.ts';

/** The JSON Schema (draft 2020-12) of couplet.yaml for editors, as text. It is less strict than `parseConfig`. */
export function editorSchema(): string {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return `${JSON.stringify({ $schema, title: 'couplet.yaml', ...toJsonSchema(configSchema) }, undefined, 2)}\n`;
}
