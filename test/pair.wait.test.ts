import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { configMap, TestPair } from './support/testPair.ts';

let running: TestPair;
before(async () => {
  running = await TestPair.start({
    environments: [{ name: 'shop' }],
    files: { 'shop/settings.yaml': configMap('settings', 'first') },
  });
  await running.applied('shop');
  running.pair.sendWebhooks = false;
});
after(async () => await running[Symbol.asyncDispose]());

type Answer = {
  id: string;
  environments: { name: string; state: string; commit?: string; applied?: string }[];
  errors?: { environment: string; code: string; file?: string; line?: number; id?: string }[];
};

/** Calls as CI does; 60 s is what a slow machine may need. */
async function call(parameters: string, path = '/sync', method = 'POST'): Promise<{ status: number; answer: Answer }> {
  const headers = { authorization: `Bearer ${running.pair.token}` };
  const response = await fetch(`${running.pair.syncUrl}${path}?${parameters}`, { method, headers });
  return { status: response.status, answer: (await response.json()) as Answer };
}

test('a call that waits for applied is answered when the object is there', async () => {
  const { pair } = running;
  const commit = await pair.push('Say second', { write: { 'shop/settings.yaml': configMap('settings', 'second') } });
  const { status, answer } = await call(`wait=applied&commit=${commit}`);
  assert.equal((await running.configMap('shop', 'settings'))?.data?.['value'], 'second');
  assert.deepEqual([status, answer.environments[0]?.commit], [200, commit]);
});

test('the time of applied is the one that the applier tells', async () => {
  const { answer } = await call('wait=applied');
  assert.equal(answer.environments[0]?.applied, (await running.pair.environment('shop')).applied?.at);
});

test('a commit with a broken manifest is answered with the file and the line, and its record says so later', async () => {
  const { pair } = running;
  const bad = `${configMap('settings', 'third')}---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: other\ndate: {}\n`;
  const commit = await pair.push('Misspell data', { write: { 'shop/settings.yaml': bad } });
  const { status, answer } = await call(`wait=applied&commit=${commit}`);
  const later = await call('wait=applied', `/sync/${answer.id}`, 'GET');
  const errors = answer.errors?.map(({ environment, code, file, line }) => ({ environment, code, file, line }));
  const expected = [{ environment: 'shop', code: 'unknown-field', file: 'shop/settings.yaml', line: 8 }];
  assert.deepEqual([status, errors], [422, expected]);
  assert.deepEqual([later.status, later.answer.errors], [422, answer.errors]);
});

test('a commit that a newer one replaces is answered with the newer one', async () => {
  const { pair } = running;
  const older = await pair.push('Say fourth', { write: { 'shop/settings.yaml': configMap('settings', 'fourth') } });
  const newer = await pair.push('Say fifth', { write: { 'shop/settings.yaml': configMap('settings', 'fifth') } });
  const { status, answer } = await call(`wait=applied&commit=${older}`);
  assert.equal((await running.configMap('shop', 'settings'))?.data?.['value'], 'fifth');
  assert.deepEqual([status, answer.environments[0]?.commit], [200, newer]);
});

test('while the applier is away the answer says that it waits in vain, and where it stands', async () => {
  const { pair } = running;
  await pair.applier?.kill();
  const commit = await pair.push('Say sixth', { write: { 'shop/settings.yaml': configMap('settings', 'sixth') } });
  const { status, answer } = await call(`wait=applied&timeout=2s&commit=${commit}`);
  assert.deepEqual([status, answer.environments[0]?.state], [504, 'published']);
  assert.match(String(Reflect.get(answer, 'applier')), /^Cannot ask the applier at /);
  await pair.startApplier();
  const again = await call('wait=applied', `/sync/${answer.id}`, 'GET');
  assert.deepEqual([again.status, (await running.configMap('shop', 'settings'))?.data?.['value']], [200, 'sixth']);
});
