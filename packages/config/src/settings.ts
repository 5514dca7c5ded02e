import { Type, type TSchema } from 'typebox';
import { configSchema } from './configSchema.ts';
import { keywordOf, wordsOf } from './values/words.ts';

/** One setting in words. `path` has `[]` for the entries of a list; `default` is absent when the setting is required. */
export type Setting = { path: string; type: string; default?: string; description: string };

/** Every setting of couplet.yaml, in the order of the schema; for `--help` and for the table in docs/configuration.md. */
export const settings: Setting[] = collect(configSchema, '');

function collect(schema: TSchema, path: string): Setting[] {
  if (Type.IsArray(schema)) return collect(schema.items, `${path}[]`);
  if (Type.IsObject(schema)) {
    return Object.entries(schema.properties).flatMap(([name, member]) =>
      collect(member, path === '' ? name : `${path}.${name}`),
    );
  }
  const { type, absent } = wordsOf(schema);
  const written = defaultOf(schema) ?? absent;
  const description = keywordOf(schema, 'description') ?? '';
  return [{ path, type, ...(written !== undefined && { default: written }), description }];
}

function defaultOf(schema: TSchema): string | undefined {
  const value: unknown = Reflect.get(schema, 'default');
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
