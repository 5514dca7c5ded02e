import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { actionsToken, writeActionsToken } from './support/actionsToken.ts';
import { eventually } from './support/eventually.ts';
import type { EnvironmentAnswer } from './support/pair.ts';
import { configMap, TestPair } from './support/testPair.ts';

type Answer = EnvironmentAnswer & { held?: { plan?: string }; suspension?: { reason?: string; until?: string } };

const objects = ['a', 'b', 'c', 'd'];
const pruneLimit = { count: 1, percent: 10 };

let running: TestPair;
const disposables = new AsyncDisposableStack();
before(async () => {
  const token = await writeActionsToken(disposables);
  const environments = ['runs', 'paused', 'expires', 'prunes', 'changes', 'fixed'];
  running = disposables.use(
    await TestPair.start({
      environments: environments.map((name) => ({ name, pruneLimit, ...(name === 'fixed' && { suspend: true }) })),
      files: Object.fromEntries(
        environments.flatMap((name) => objects.map((object) => [`${name}/${object}.yaml`, configMap(object, 'one')])),
      ),
      applier: { token },
    }),
  );
});
after(async () => await disposables.disposeAsync());

async function act(
  environment: string,
  action: string,
  body?: object,
  token = actionsToken,
): Promise<{ status: number; message: string }> {
  const response = await fetch(`${running.pair.pageUrl}/api/environments/${environment}/${action}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, connection: 'close' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const { error } = (await response.json()) as { error?: { message: string } };
  return { status: response.status, message: error?.message ?? '' };
}

async function sees(name: string, fits: (answer: Answer) => boolean): Promise<Answer> {
  let seen: Answer | undefined;
  const look = async (): Promise<Answer | undefined> => {
    seen = await running.pair.environment(name);
    return fits(seen) ? seen : undefined;
  };
  return await eventually(`${name} is as expected`, look, { last: () => seen });
}

async function names(environment: string): Promise<string[]> {
  const path = `/api/v1/namespaces/${running.namespace(environment)}/configmaps`;
  const found = (await running.pair.kubernetes.list(path)).map(({ metadata }) => metadata.name);
  return found.filter((name) => objects.includes(name)).toSorted();
}

/** Pushes the removal of objects, and waits until it is held. */
async function hold(environment: string, ...removed: string[]): Promise<string> {
  const commit = await running.pair.push(`Remove ${removed.join()}`, {
    remove: removed.map((name) => `${environment}/${name}.yaml`),
  });
  const { held } = await sees(environment, ({ state, published }) => state === 'held' && published?.commit === commit);
  return held?.plan ?? '';
}

test('run starts a run at once, and it says so', async () => {
  const { run } = await running.applied('runs');
  assert.equal((await act('runs', 'run')).status, 202);
  await sees('runs', (answer) => answer.trigger === 'run' && answer.run !== run);
});

test('without the right token nothing happens', async () => {
  await running.applied('runs');
  const { run } = await running.pair.environment('runs');
  assert.equal((await act('runs', 'run', undefined, 'another')).status, 401);
  assert.equal((await running.pair.environment('runs')).run, run);
});

test('a suspended environment takes no commit and corrects no drift, also after a restart, until it is resumed', async () => {
  await running.applied('paused');
  // Characters that the API server alters or refuses when they are not escaped.
  const reason = 'move of the database \u007f\u0085\u009f\u2028\ufeff\ufffe\uffff.';
  assert.equal((await act('paused', 'suspend', { reason })).status, 202);
  await sees('paused', ({ state }) => state === 'suspended');
  await running.pair.applier?.terminate();
  await running.pair.push('While suspended', { write: { 'paused/a.yaml': configMap('a', 'two') } });
  await running.pair.kubernetes.delete(`/api/v1/namespaces/${running.namespace('paused')}/configmaps/b`);
  await running.pair.startApplier();
  // Another environment that came to its end shows that this one had its turn.
  await running.applied('runs');
  const { suspension } = await sees('paused', ({ state }) => state === 'suspended');
  assert.equal(suspension?.reason, reason);
  const objectsPage = await fetch(`${running.pair.pageUrl}/environments/paused/objects`);
  assert.match(await objectsPage.text(), /nothing has been read since the applier started.*suspended/s);
  assert.equal((await running.configMap('paused', 'a'))?.data?.['value'], 'one');
  assert.deepEqual(await names('paused'), ['a', 'c', 'd']);
  assert.equal((await act('paused', 'run')).status, 409);

  assert.equal((await act('paused', 'resume')).status, 202);
  await running.applied('paused');
  assert.equal((await running.configMap('paused', 'a'))?.data?.['value'], 'two');
  assert.deepEqual(await names('paused'), objects);
});

test('a suspension with an end goes on by itself then', async () => {
  await running.applied('expires');
  assert.equal((await act('expires', 'suspend', { for: '3s' })).status, 202);
  const commit = await running.pair.push('Later', { write: { 'expires/a.yaml': configMap('a', 'later') } });
  const { suspension } = await sees('expires', ({ state }) => state === 'suspended');
  const { applied, trigger } = await sees('expires', (answer) => answer.applied?.commit === commit);
  assert.equal(trigger, 'resume');
  assert.ok(
    Date.parse(applied?.at ?? '') >= Date.parse(suspension?.until ?? ''),
    JSON.stringify({ applied, suspension }),
  );
});

test('R28 held deletes run when exactly their plan is approved', async () => {
  await running.applied('prunes');
  const plan = await hold('prunes', 'b', 'c', 'd');
  assert.match(plan, /^[0-9a-f]{64}$/);
  const wrong = await act('prunes', 'approve', { plan: plan.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) });
  assert.equal(wrong.status, 409);
  assert.ok(wrong.message.includes(plan));
  assert.deepEqual(await names('prunes'), objects);

  assert.equal((await act('prunes', 'approve', { plan })).status, 202);
  const { counts, trigger } = await running.applied('prunes');
  assert.deepEqual([counts?.['deleted'], trigger, await names('prunes')], [3, 'approve', ['a']]);
  assert.equal((await act('prunes', 'approve', { plan })).status, 409);
});

test('R28 a plan that changed is held again under another id', async () => {
  await running.applied('changes');
  const first = await hold('changes', 'b', 'c');
  const second = await hold('changes', 'd');
  assert.notEqual(first, second);
  assert.equal((await act('changes', 'approve', { plan: first })).status, 409);
  // Somebody deletes one of them by hand: the next run finds fewer to delete.
  await running.pair.kubernetes.delete(`/api/v1/namespaces/${running.namespace('changes')}/configmaps/b`);
  assert.equal((await act('changes', 'run')).status, 202);
  const { held } = await sees('changes', (answer) => answer.state === 'held' && answer.held?.plan !== second);
  assert.deepEqual(await names('changes'), ['a', 'c', 'd']);
  assert.equal((await act('changes', 'approve', { plan: held?.plan })).status, 202);
  await running.applied('changes');
  assert.deepEqual(await names('changes'), ['a']);
});

test('an environment that couplet.yaml suspends can only be resumed there', async () => {
  const { status, message } = await act('fixed', 'resume');
  assert.equal(status, 409);
  assert.match(message, /couplet\.yaml/);
});
