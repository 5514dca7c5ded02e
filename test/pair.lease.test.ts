import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { after, before, test } from 'node:test';
import { eventually } from './support/eventually.ts';
import { freePort } from './support/freePort.ts';
import type { EnvironmentAnswer } from './support/pair.ts';
import { Program } from './support/program.ts';
import { configMap, TestPair } from './support/testPair.ts';

// Two appliers on one volume and namespace; the tests follow the lease from one to the other, in their order.
let running: TestPair;
let secondPort: number;
let secondConfig: string;
let second: Program;
before(async () => {
  running = await TestPair.start({
    environments: [{ name: 'shop' }],
    files: { 'shop/settings.yaml': configMap('settings', 'first') },
  });
  await running.applied('shop');
  secondPort = await freePort();
  secondConfig = `${running.pair.configFile}.second.json`;
  const config = JSON.parse(await readFile(running.pair.configFile, 'utf8')) as { applier: { listen: string } };
  config.applier.listen = `127.0.0.1:${secondPort}`;
  await writeFile(secondConfig, JSON.stringify(config));
  second = await startSecond();
});
after(async () => {
  await second[Symbol.asyncDispose]();
  await running[Symbol.asyncDispose]();
});

async function startSecond(): Promise<Program> {
  return await Program.start({
    name: 'applier',
    config: secondConfig,
    healthUrl: `http://127.0.0.1:${secondPort}/healthz`,
  });
}

async function ask(port: number, path: string): Promise<Response> {
  return await fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } });
}

async function sees(port: number, fits: (answer: EnvironmentAnswer) => boolean): Promise<EnvironmentAnswer> {
  let seen: EnvironmentAnswer | undefined;
  const look = async (): Promise<EnvironmentAnswer | undefined> => {
    seen = (await (await ask(port, '/api/environments/shop')).json()) as EnvironmentAnswer;
    return fits(seen) ? seen : undefined;
  };
  return await eventually('the environment is as expected', look, { last: () => seen });
}

async function leads(port: number): Promise<string | undefined> {
  return /^couplet_applier_leader (\d)$/m.exec(await (await ask(port, '/metrics')).text())?.[1];
}

/** Pushes and waits until that commit was applied by the applier on this port; answers in how many milliseconds. */
async function push(value: string, port: number): Promise<number> {
  const started = performance.now();
  const commit = await running.pair.push(value, { write: { 'shop/settings.yaml': configMap('settings', value) } });
  await sees(port, ({ applied }) => applied?.commit === commit);
  assert.equal((await running.configMap('shop', 'settings'))?.data?.['value'], value);
  return performance.now() - started;
}

test('R38 of two appliers one writes, and the other names it, is not ready and shows its page', async () => {
  const first = running.pair.ports.applier;
  const { state, errors, run } = await sees(secondPort, ({ errors: [error] = [] }) => error?.code === 'not-leading');
  assert.deepEqual([state, run], ['waiting', undefined]);
  assert.ok(errors?.[0]?.message.includes(`${hostname()}/${first}#`), JSON.stringify(errors));
  assert.deepEqual([await leads(first), await leads(secondPort)], ['1', '0']);
  const ready = await ask(secondPort, '/readyz');
  assert.equal(ready.status, 503);
  assert.match(await ready.text(), /must hold the lease/);
  assert.match(await (await ask(secondPort, '/')).text(), /must hold the lease/);
  await push('second', first);
  assert.equal((await sees(secondPort, () => true)).run, undefined);
});

test('R38 a holder that was killed and starts again on its port takes the lease back at once', async () => {
  await running.pair.applier?.kill();
  await running.pair.startApplier();
  // A lease that has to run out would take 15 s.
  assert.ok((await push('third', running.pair.ports.applier)) < 10_000);
  assert.equal(await leads(secondPort), '0');
});

test('R38 a holder that is stopped lets the lease go, and the other writes within seconds', async () => {
  assert.equal(await running.pair.applier?.terminate(), 0);
  assert.ok((await push('fourth', secondPort)) < 10_000);
  assert.equal(await leads(secondPort), '1');
  assert.equal((await ask(secondPort, '/readyz')).status, 200);
});

test('R38 who comes back finds the lease taken and writes nothing', async () => {
  await running.pair.startApplier();
  const first = running.pair.ports.applier;
  await sees(first, ({ state, errors: [error] = [] }) => state === 'waiting' && error?.code === 'not-leading');
  await push('fifth', secondPort);
  assert.deepEqual([await leads(first), await leads(secondPort)], ['0', '1']);
});

test('a deleted lease is taken again by one of them, and nothing stops', async () => {
  const { ownNamespace } = running.pair.options;
  const path = `/apis/coordination.k8s.io/v1/namespaces/${ownNamespace}/leases/couplet-applier`;
  await running.pair.kubernetes.delete(path);
  await eventually('the lease is there again', async () => await running.pair.kubernetes.get(path));
  await eventually('one leads', async () => {
    const both = [await leads(running.pair.ports.applier), await leads(secondPort)];
    return both.toSorted().join('') === '01' ? true : undefined;
  });
  const holder = (await leads(secondPort)) === '1' ? secondPort : running.pair.ports.applier;
  await push('sixth', holder);
});
