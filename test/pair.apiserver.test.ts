import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { startControlPlane } from './support/controlPlane.ts';
import { eventually } from './support/eventually.ts';
import { startTcpProxy } from './support/tcpProxy.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';
import { configMap, TestPair } from './support/testPair.ts';

const files = { 'shop/a.yaml': configMap('a', 'one'), 'shop/b.yaml': configMap('b', 'one') };

test('an API server that is away at start or later loses nothing: liveness holds, the page names it, and its return needs no restart', async () => {
  await using controlPlane = await startControlPlane();
  const text = await readFile(controlPlane.kubeconfig, 'utf8');
  const server = /server"?: "?(https:\/\/[^\s"]+)/.exec(text)?.[1] ?? '';
  const { hostname, port } = new URL(server);
  await using proxy = await startTcpProxy({ host: hostname, port: Number(port) });
  await using directory = await temporaryDirectory('kubeconfig');
  const kubeconfig = join(directory.path, 'kubeconfig');
  await writeFile(kubeconfig, text.replaceAll(server, `https://127.0.0.1:${proxy.port}`), { mode: 0o600 });

  proxy.cut();
  await using running = await TestPair.start({ environments: [{ name: 'shop' }], files, applier: { kubeconfig } });
  const { pair } = running;
  const { errors } = await running.applied('shop', ['failed']);
  assert.deepEqual(
    errors?.map(({ code }) => code),
    ['api-unreachable'],
  );
  assert.deepEqual(
    [(await fetch(`${pair.pageUrl}/healthz`)).status, (await fetch(`${pair.pageUrl}/readyz`)).status],
    [200, 503],
  );

  proxy.mend();
  await running.applied('shop');
  assert.equal((await fetch(`${pair.pageUrl}/readyz`)).status, 200);

  proxy.cut();
  await pair.push('While it is away', { write: { 'shop/a.yaml': configMap('a', 'two') }, remove: ['shop/b.yaml'] });
  await running.applied('shop', ['failed']);
  assert.equal((await running.configMap('shop', 'a'))?.data?.['value'], 'one');
  assert.ok(await running.configMap('shop', 'b'));

  proxy.mend();
  await running.applied('shop');
  assert.equal((await running.configMap('shop', 'a'))?.data?.['value'], 'two');
  await eventually('b is pruned', async () =>
    (await running.configMap('shop', 'b')) === undefined ? true : undefined,
  );
});
