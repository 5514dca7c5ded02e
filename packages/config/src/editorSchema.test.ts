import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from 'js-yaml';
import { Check } from 'typebox/schema';
import { editorSchema } from './editorSchema.ts';
import { withLines } from './fixtures/problemsOf.ts';

test('the committed JSON Schema is the one of the source', () => {
  const committed: unknown = JSON.parse(readFileSync(new URL('../couplet.schema.json', import.meta.url), 'utf8'));
  const how = 'run: node packages/config/src/printSchema.ts > packages/config/couplet.schema.json';
  assert.deepEqual(committed, JSON.parse(editorSchema()), how);
});

const schema: object = JSON.parse(editorSchema());
const everySetting = readFileSync(new URL('fixtures/every-setting.yaml', import.meta.url), 'utf8');

test('an editor accepts the file with every setting', () => {
  assert.ok(Check(schema, load(everySetting)));
});

for (const rest of [
  '    gat: all\n',
  '    gate: al\n',
  '    settle: 5 min\n',
  'applier: {listen: x}\n',
  'volume: x\n',
]) {
  test(`an editor refuses ${JSON.stringify(rest.trim())}`, () => assert.ok(!Check(schema, load(withLines(rest)))));
}
