import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { Static } from 'typebox';
import type { RunRecord, RunSummary } from '../../history/runRecord.ts';
import type { ObjectPage } from '../../objects/objectRow.ts';
import type { EnvironmentStatus } from '../environmentStatus.ts';
import { apiServer } from './fixtures/apiServer.ts';
import { openApi } from './openApi.ts';
import type { environmentSchema } from './schemas/environmentSchema.ts';
import type { objectPageSchema } from './schemas/objectSchema.ts';
import type { runSchema, runSummarySchema } from './schemas/runSchemas.ts';

type Frozen<T> = T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T;
/** True only when each of the two types is assignable to the other, whatever is read-only in them. */
type Same<A, B> = [Frozen<A>, Frozen<B>] extends [Frozen<B>, Frozen<A>] ? true : false;

const document = openApi('0.1.0');
const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

test('the document is OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)));
  assert.deepEqual([valid, errors], [true, undefined]);
});

test('each route that is made for programs is documented, and nothing else is', () => {
  const routes = apiServer().routes.filter((route) => !route.startsWith('HEAD '));
  assert.deepEqual(documented.toSorted(), routes.toSorted());
});

test('the schemas describe the types that are answered, key by key', () => {
  const same: [
    Same<Static<typeof environmentSchema>, EnvironmentStatus>,
    Same<Static<typeof runSummarySchema>, RunSummary>,
    Same<Static<typeof runSchema>, RunRecord>,
    Same<Static<typeof objectPageSchema>, ObjectPage>,
  ] = [true, true, true, true];
  assert.equal(same.length, 4);
});

test('no operation shares its id with another', () => {
  const ids = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map((operation) => String(Reflect.get(operation, 'operationId'))),
  );
  assert.deepEqual(ids.length, new Set(ids).size);
});

test('who does not ask for the document does not load the schemas', () => {
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    await import(${JSON.stringify(import.meta.resolve('./addProgramRoutes.ts'))});
    console.log(JSON.stringify(loaded.filter((url) => /report\\/api\\/(schemas\\/|operations|openApi)/.test(url))));`;
  const out = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  assert.deepEqual(JSON.parse(out), []);
});
