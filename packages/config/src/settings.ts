import { configSchema } from './configSchema.ts';
import type { Leaf, List, Schema } from './values/schema.ts';

/** One setting in words. `path` has `[]` for the entries of a list; `default` is absent when the setting is required. */
export type Setting = { path: string; type: string; default?: string; description: string };

/** Every setting of couplet.yaml, in the order of the schema; for `--help` and for the table in docs/configuration.md. */
export const settings: Setting[] = collect(configSchema, '');

function collect(schema: Schema, path: string): Setting[] {
  if (schema.kind === 'list' && schema.items.kind === 'block') return collect(schema.items, `${path}[]`);
  if (schema.kind === 'block') {
    return Object.entries(schema.members).flatMap(([name, member]) =>
      collect(member, path === '' ? name : `${path}.${name}`),
    );
  }
  const { type, absent } = schema.words;
  const written = defaultOf(schema) ?? absent;
  return [{ path, type, ...(written !== undefined && { default: written }), description: schema.description ?? '' }];
}

function defaultOf({ default: value }: Leaf | List): string | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'object' ? value.join(', ') : String(value);
}
