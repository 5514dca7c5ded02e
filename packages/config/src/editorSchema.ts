import { configSchema } from './configSchema.ts';
import { wordKeywords } from './values/words.ts';

/** The JSON Schema (draft 2020-12) of couplet.yaml for editors, as text. It is less strict than `parseConfig`. */
export function editorSchema(): string {
  const schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'couplet.yaml', ...configSchema };
  return `${JSON.stringify(schema, forEditors, 2)}\n`;
}

function forEditors(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([keyword]) => !wordKeywords.includes(keyword))
      .map(([keyword, content]) => [keyword === 'x-pattern' ? 'pattern' : keyword, content]),
  );
}
