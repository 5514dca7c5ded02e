import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '@couplet/daemon';
import type { ApiAnswer } from '../apply/apiClient.ts';
import { ApiError } from '../apply/apiError.ts';
import type { ApiRequest } from '../apply/apiRequest.ts';
import type { ObjectNotice } from './objectNoticesOf.ts';
import { ObjectPoster, type ObjectReference } from './objectPoster.ts';

const about: ObjectReference = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web', uid: 'u1' };
const notice: ObjectNotice = { environment: 'shop', id: 'Deployment.apps/shop/web', reason: 'Failed', note: 'why' };

/** A poster, what it sent, and the lines it logged; `answer` throws what the API server refuses with. */
function poster(refer: () => ObjectReference | undefined = () => about, answer: () => void = () => {}) {
  const sent: { path: string; body: Record<string, unknown> }[] = [];
  const lines: string[] = [];
  const clock = new FakeClock();
  const api = {
    request: async <T>({ path, body = '' }: ApiRequest): Promise<ApiAnswer<T>> => {
      sent.push({ path, body: JSON.parse(body) });
      answer();
      return { created: true, body: JSON.parse('{}') };
    },
  };
  const log = { info: (_fields: unknown, message?: string) => void lines.push(message ?? '') };
  const made = new ObjectPoster({ api, clock, log, signal: new AbortController().signal, refer });
  const post = async (more: Partial<ObjectNotice> = {}): Promise<void> => {
    made.add({ ...notice, ...more });
    await made.idle();
  };
  return { post, sent, lines, clock };
}

test('an Event regards the object itself, in its namespace', async () => {
  const { post, sent } = poster();
  await post();
  assert.equal(sent[0]?.path, '/apis/events.k8s.io/v1/namespaces/shop/events');
  assert.partialDeepStrictEqual(sent[0]?.body, {
    apiVersion: 'events.k8s.io/v1',
    metadata: { namespace: 'shop' },
    eventTime: '2026-01-01T00:00:00.000000Z',
    regarding: about,
    type: 'Warning',
    reason: 'Failed',
    action: 'Apply',
    note: 'why',
  });
});

test('an Event about an object without a namespace goes to default', async () => {
  const { post, sent } = poster(() => ({ apiVersion: 'v1', kind: 'Namespace', name: 'shop', uid: 'u1' }));
  await post();
  assert.equal(sent[0]?.path, '/apis/events.k8s.io/v1/namespaces/default/events');
});

test('an object that is not in the cluster has no Event', async () => {
  const { post, sent } = poster(() => undefined);
  await post();
  assert.deepEqual(sent, []);
});

test('a note is one line of at most 1,024 bytes, and ends with a whole character', async () => {
  const { post, sent } = poster();
  await post({ note: `a\nb${'ü'.repeat(2000)}` });
  const note = String(sent[0]?.body['note']);
  assert.match(note, /^a b[ü]+$/);
  assert.ok(Buffer.byteLength(note) <= 1024, String(Buffer.byteLength(note)));
});

const forbidden = (): never => {
  throw new ApiError(403, { message: 'no', reason: 'Forbidden' });
};

test('a namespace that refuses is left alone for an hour, and that is said once', async () => {
  const { post, sent, lines, clock } = poster(undefined, forbidden);
  await post();
  await post();
  await clock.advance(3_600_000);
  await post();
  assert.deepEqual([sent.length, lines], [2, ['Kubernetes Events about objects are not written']]);
});

test('a namespace that refuses does not keep Events out of others', async () => {
  const places = ['shop', 'team'];
  const { post, sent } = poster(() => ({ ...about, namespace: places[sent.length] ?? '' }), forbidden);
  await post();
  await post();
  assert.deepEqual(
    sent.map(({ path }) => path.split('/')[5]),
    places,
  );
});

test('after another failure the next Event is tried at once', async () => {
  const { post, sent } = poster(undefined, () => {
    throw new ApiError(404, { message: 'no such namespace' });
  });
  await post();
  await post();
  assert.equal(sent.length, 2);
});
