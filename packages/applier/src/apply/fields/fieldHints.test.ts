import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunError } from '../../events.ts';
import type { Api } from '../apiClient.ts';
import type { ApiRequest } from '../apiRequest.ts';
import { FieldHints } from './fieldHints.ts';

const deployment = { group: 'apps', version: 'v1', kind: 'Deployment' };
const index = { paths: { 'apis/apps/v1': { serverRelativeURL: '/openapi/v3/apis/apps/v1?hash=1' } } };
const document = {
  components: {
    schemas: {
      Deployment: {
        'x-kubernetes-group-version-kind': [deployment],
        properties: { spec: { allOf: [{ $ref: '#/components/schemas/Spec' }] } },
      },
      Spec: { properties: { replicas: { type: 'integer' }, paused: { type: 'boolean' } } },
    },
  },
};

/** An API server that has these documents; an Error is thrown instead of an answer. */
function serving(documents: Record<string, unknown>): { api: Api; asked: ApiRequest[] } {
  const asked: ApiRequest[] = [];
  const api: Api = {
    async request(request: ApiRequest) {
      asked.push(request);
      const found = documents[request.path.split('?')[0] ?? ''] ?? new Error('not found');
      if (found instanceof Error) throw found;
      return { created: false, body: JSON.parse(JSON.stringify(found)) };
    },
  };
  return { api, asked };
}

const unknown = (field: string): RunError => ({ code: 'unknown-field', message: `Cannot check it: ${field}`, field });

async function hint(documents: Record<string, unknown>, field: string, of = deployment): Promise<string | undefined> {
  const { api } = serving(documents);
  const [error] = await new FieldHints(api, new AbortController().signal).add([unknown(field)], of);
  return /; did you mean (.+)\?$/.exec(error?.message ?? '')?.[1];
}

const good = { '/openapi/v3': index, '/openapi/v3/apis/apps/v1': document };

test('an unknown field ends with the whole path of what it was meant to be', async () => {
  assert.equal(await hint(good, 'spec.replica'), 'spec.replicas');
});

test('a name at the top stands alone', async () => assert.equal(await hint(good, 'spek'), 'spec'));

test('errors of another code stay as they are', async () => {
  const { api, asked } = serving(good);
  const errors = [{ code: 'invalid', message: 'Cannot check it', field: 'spec.replica' }];
  assert.deepEqual(await new FieldHints(api, new AbortController().signal).add(errors, deployment), errors);
  assert.deepEqual(asked, []);
});

test('a run asks once for the index and once for a group version, however many fields are misspelt', async () => {
  const { api, asked } = serving(good);
  const hints = new FieldHints(api, new AbortController().signal);
  const errors = [unknown('spec.replica'), unknown('spec.pased')];
  await Promise.all([hints.add(errors, deployment), hints.add(errors, deployment)]);
  await hints.add(errors, { ...deployment, kind: 'Other' });
  assert.deepEqual(
    asked.map(({ path }) => path),
    ['/openapi/v3', '/openapi/v3/apis/apps/v1?hash=1'],
  );
});

test('the answers have a limit', async () => {
  const { api, asked } = serving(good);
  await new FieldHints(api, new AbortController().signal).add([unknown('spec.replica')], deployment);
  assert.deepEqual(
    asked.map(({ maxBytes = Infinity }) => Number.isFinite(maxBytes)),
    [true, true],
  );
});

const without: [string, Record<string, unknown>][] = [
  ['no index', {}],
  ['an index that is none', { ...good, '/openapi/v3': ['paths'] }],
  ['no such group version', { ...good, '/openapi/v3': { paths: {} } }],
  [
    'an address that is not of the documents',
    {
      '/openapi/v3': { paths: { 'apis/apps/v1': { serverRelativeURL: '/api/v1/secrets' } } },
      '/api/v1/secrets': document,
    },
  ],
  ['no document', { '/openapi/v3': index }],
  ['a document that is none', { ...good, '/openapi/v3/apis/apps/v1': { components: { schemas: [null, 1] } } }],
];
for (const [what, documents] of without) {
  test(`${what}: the error stands without a hint`, async () => {
    assert.equal(await hint(documents, 'spec.replica'), undefined);
  });
}

test('a kind that the document does not have gets no hint', async () => {
  assert.equal(await hint(good, 'spec.replica', { ...deployment, kind: 'Other' }), undefined);
});

test('the end of the run ends the reading', async () => {
  const { api } = serving({});
  const hints = new FieldHints(api, AbortSignal.abort(new Error('superseded')));
  await assert.rejects(hints.add([unknown('spec.replica')], deployment), /superseded/);
});
