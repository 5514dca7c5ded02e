import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { actionsToken, writeActionsToken } from './support/actionsToken.ts';
import { eventually } from './support/eventually.ts';
import { configMap, TestPair } from './support/testPair.ts';

let running: TestPair;
const disposables = new AsyncDisposableStack();
before(async () => {
  const token = await writeActionsToken(disposables);
  running = disposables.use(
    await TestPair.start(
      { environments: [{ name: 'shop' }], files: { 'shop/a.yaml': configMap('a', 'one') }, applier: { token } },
      { start: false },
    ),
  );
  await running.pair.startSync();
});
after(async () => await disposables.disposeAsync());

function memoryPath(): string {
  return `/api/v1/namespaces/${running.pair.options.ownNamespace}/configmaps/couplet-shop.memory`;
}

async function attempts(): Promise<string | undefined> {
  return (await running.pair.kubernetes.get(memoryPath()))?.data?.['attempt'];
}

/** Leaves what processes leave behind that ended in the middle of their first run of the published commit. */
async function leaveAttempts(count: number): Promise<string> {
  const file = join(running.pair.volume, 'environments', 'shop.json');
  const { commit, tree } = await eventually('there is a publication', async () => {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as { commit: string; tree: string });
  });
  await running.pair.kubernetes.apply(
    memoryPath(),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'couplet-shop.memory' },
      data: { attempt: JSON.stringify({ commit, tree, count }) },
    },
    'couplet',
  );
  return commit;
}

test('fault 15: a commit that two processes did not survive is not loaded by the third, which says so', async () => {
  const commit = await leaveAttempts(2);
  await running.pair.startApplier();
  const { errors, objects } = await running.applied('shop', ['failed']);
  assert.deepEqual([errors?.map(({ code }) => code), objects], [['quarantined'], undefined]);
  assert.ok(errors?.[0]?.message.includes(commit));
  assert.match(errors?.[0]?.message ?? '', /ended 2 times in a row/);
  assert.equal(await running.configMap('shop', 'a'), undefined);
});

test('a run tries it again, and a process that survives leaves no attempt behind', async () => {
  const url = `${running.pair.pageUrl}/api/environments/shop/run`;
  const { status } = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${actionsToken}` } });
  assert.equal(status, 202);
  await running.applied('shop');
  assert.ok(await running.configMap('shop', 'a'));
  await eventually('the attempt is forgotten', async () => ((await attempts()) === undefined ? true : undefined));
});

test('fault 15: one lost process may be bad luck, and the next one applies', async () => {
  await running.pair.applier?.terminate();
  await leaveAttempts(1);
  await running.pair.startApplier();
  await running.applied('shop');
  await eventually('the attempt is forgotten', async () => ((await attempts()) === undefined ? true : undefined));
});
