import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from './support/eventually.ts';
import type { KubernetesObject } from './support/kubernetes.ts';
import { configMap, TestPair } from './support/testPair.ts';

test('what happens to an environment is told as Kubernetes Events of its set parent', async () => {
  await using running = await TestPair.start({
    environments: [{ name: 'shop' }],
    files: { 'shop/a.yaml': configMap('a', 'one') },
  });
  await running.applied('shop');
  await running.pair.push('Break it', { write: { 'shop/a.yaml': configMap('a', 'two').replace('\ndata', '\ndta') } });
  await running.applied('shop', ['failed']);
  const path = `/api/v1/namespaces/${running.pair.options.ownNamespace}/events`;
  const told = await eventually('both runs are told', async () => {
    const list: (KubernetesObject & { reason?: string; message?: string; involvedObject?: { name?: string } })[] =
      await running.pair.kubernetes.list(path);
    const own = list.filter(({ involvedObject }) => involvedObject?.name === 'couplet-shop');
    return own.some(({ reason, message = '' }) => reason === 'Failed' && message.includes('Break it'))
      ? own
      : undefined;
  });
  const failed = told.map(({ message = '' }) => message).filter((message) => message.includes('Break it'));
  assert.match(failed.join(), /\(Break it\): 1 failed; Cannot .*dta/);
  const message = told.find(({ reason }) => reason === 'Applied')?.message ?? '';
  assert.match(message, /^commit [0-9a-f]{7} \(Start with the shop\): 1 created$/);
});
