import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '@couplet/daemon';
import type { ApiAnswer } from '../apply/apiClient.ts';
import type { ApiRequest } from '../apply/apiRequest.ts';
import { NoticePoster } from './noticePoster.ts';
import type { Notice } from './noticesOf.ts';

const notice: Notice = { environment: 'shop', type: 'Normal', reason: 'Applied', note: 'commit 1a2b3c4: 1 created' };

/** A poster, what it sent, and the warnings it wrote. */
function poster(answer: () => void = () => {}) {
  const sent: { path: string; body: Record<string, unknown> }[] = [];
  const warnings: string[] = [];
  const api = {
    request: async <T>({ path, body = '' }: ApiRequest): Promise<ApiAnswer<T>> => {
      sent.push({ path, body: JSON.parse(body) });
      answer();
      return { created: true, body: JSON.parse('{}') };
    },
  };
  const log = { warn: (_fields: unknown, message?: string) => void warnings.push(message ?? '') };
  const signal = new AbortController().signal;
  const made = new NoticePoster({ api, clock: new FakeClock(), log, namespace: 'couplet', signal });
  return { made, sent, warnings };
}

test('a notice becomes an Event about the parent of the set', async () => {
  const { made, sent } = poster();
  made.add(notice);
  await made.idle();
  assert.equal(sent[0]?.path, '/api/v1/namespaces/couplet/events');
  assert.partialDeepStrictEqual(sent[0]?.body, {
    kind: 'Event',
    involvedObject: { kind: 'ConfigMap', name: 'couplet-shop', namespace: 'couplet' },
    type: 'Normal',
    reason: 'Applied',
    message: 'commit 1a2b3c4: 1 created',
    lastTimestamp: '2026-01-01T00:00:00Z',
  });
});

test('two notices have two names', async () => {
  const { made, sent } = poster();
  made.add(notice);
  made.add(notice);
  await made.idle();
  assert.equal(new Set(sent.map(({ body }) => JSON.stringify(body['metadata']))).size, 2);
});

test('of a flood the newest 50 are written', async () => {
  const { made, sent } = poster();
  for (let index = 0; index < 500; index += 1) made.add({ ...notice, note: String(index) });
  await made.idle();
  assert.deepEqual([sent.length, sent.at(-1)?.body['message']], [50, '499']);
});

test('an API server that refuses is warned of once, and the next notice is tried', async () => {
  const { made, sent, warnings } = poster(() => {
    throw new Error('forbidden');
  });
  made.add(notice);
  await made.idle();
  made.add(notice);
  await made.idle();
  assert.deepEqual([sent.length, warnings], [2, ['Kubernetes Events cannot be written']]);
});
