import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDenyingWebhook } from './support/denyingWebhook.ts';
import { eventually } from './support/eventually.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';
import { configMap, TestPair } from './support/testPair.ts';

type Answer = { warnings?: { code: string; message: string; id?: string; manager?: string; field?: string }[] };

const theirs = (name: string): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data: { value: 'theirs' },
});

test('a manager that fights for a field is named, that object alone is left to rest, and a commit that changes it ends the rest', async () => {
  const files = { 'shop/a.yaml': configMap('a', 'one'), 'shop/b.yaml': configMap('b', 'one') };
  await using running = await TestPair.start({ environments: [{ name: 'shop', settle: '0' }], files });
  const { pair } = running;
  await running.applied('shop');
  const path = (name: string): string => `/api/v1/namespaces/${running.namespace('shop')}/configmaps/${name}`;
  const isBack = async (name: string, value = 'one'): Promise<true> =>
    await eventually(`${name} is ${value}`, async () =>
      (await running.configMap('shop', name))?.data?.['value'] === value ? true : undefined,
    );
  for (let round = 1; round <= 6; round += 1) {
    await pair.kubernetes.apply(path('a'), theirs('a'), 'rival');
    await isBack('a');
  }
  await pair.kubernetes.apply(path('a'), theirs('a'), 'rival');
  const warning = await eventually('the fight is told', async () =>
    ((await pair.environment('shop')) as Answer).warnings?.find(({ code }) => code === 'fight'),
  );
  const id = `ConfigMap/${running.namespace('shop')}/a`;
  assert.deepEqual([warning.id, warning.manager, warning.field], [id, 'rival', '.data.value']);
  assert.match(
    warning.message,
    /rival changing \.data\.value after 6 corrections within a minute; the next one waits \d+ s/,
  );

  await pair.kubernetes.apply(path('b'), theirs('b'), 'rival');
  await isBack('b');
  assert.equal((await running.configMap('shop', 'a'))?.data?.['value'], 'theirs', 'a rests while b is corrected');

  await pair.push('Change a', { write: { 'shop/a.yaml': configMap('a', 'two') } });
  await running.applied('shop');
  await isBack('a', 'two');
  await pair.kubernetes.apply(path('a'), theirs('a'), 'rival');
  await isBack('a', 'two');
});

test('R23 P13 a delete that a webhook denies is told with its words, the object stays in the set, and the delete is tried again', async () => {
  const environments = [{ name: 'denied', settle: '0', pruneLimit: { count: 10, percent: 100 } }];
  const files = { 'denied/a.yaml': configMap('a', 'one'), 'denied/b.yaml': configMap('b', 'one') };
  await using running = await TestPair.start({ environments, files });
  await using directory = await temporaryDirectory('webhook');
  const { pair } = running;
  await running.applied('denied');
  const where = { namespace: running.namespace('denied'), message: 'b is still needed', directory: directory.path };
  await using webhook = await startDenyingWebhook(pair.kubernetes, where);
  await pair.push('Remove b', { remove: ['denied/b.yaml'] });
  const { errors, counts } = await running.applied('denied', ['failed']);
  assert.deepEqual(
    errors?.map(({ code, id }) => [code, id]),
    [['denied-by-webhook', `ConfigMap/${running.namespace('denied')}/b`]],
  );
  assert.match(errors?.[0]?.message ?? '', /b is still needed/);
  assert.equal(counts?.['failed'], 1);
  await eventually('it was tried again', () => (webhook.asked > 1 ? true : undefined));
  assert.ok(await running.configMap('denied', 'b'));
  webhook.relent();
  await running.applied('denied');
  assert.equal(await running.configMap('denied', 'b'), undefined);
});
