import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { authority } from '../packages/sync/src/fixtures/certificate.ts';
import { kubeconfigOf, readCluster } from './support/apiProxy.ts';
import { startControlPlane } from './support/controlPlane.ts';
import { eventually } from './support/eventually.ts';
import { startFaultyProxy } from './support/faultyProxy.ts';
import type { Kubernetes } from './support/kubernetes.ts';
import { portOf } from './support/portOf.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';
import { configMap, TestPair } from './support/testPair.ts';

/** Tokens of a service account that may do everything. Each is bound to a Secret: without it the token is worth nothing. */
async function serviceAccount(
  kubernetes: Kubernetes,
  namespace: string,
): Promise<{
  token(name: string): Promise<string>;
  revoke(name: string): Promise<void>;
  remove(): Promise<void>;
}> {
  const place = `/api/v1/namespaces/${namespace}`;
  const rbac = 'rbac.authorization.k8s.io';
  const bindingPath = `/apis/${rbac}/v1/clusterrolebindings/${namespace}`;
  await kubernetes.apply(`${place}/serviceaccounts/applier`, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'applier' },
  });
  await kubernetes.apply(bindingPath, {
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: namespace },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name: 'applier', namespace }],
  });
  return {
    async token(name) {
      await kubernetes.apply(`${place}/secrets/${name}`, { apiVersion: 'v1', kind: 'Secret', metadata: { name } });
      const boundObjectRef = { apiVersion: 'v1', kind: 'Secret', name };
      const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { boundObjectRef } };
      const answer = await kubernetes.create(`${place}/serviceaccounts/applier/token`, request);
      return Reflect.get(answer, 'status').token;
    },
    revoke: async (name) => await kubernetes.delete(`${place}/secrets/${name}`),
    remove: async () => await kubernetes.delete(bindingPath),
  };
}

test('fault 10 a token that is rotated, revoked or unreadable and a new certificate authority need no restart', async () => {
  await using cluster = await startControlPlane();
  await using directory = await temporaryDirectory('credentials');
  const { server, tls } = await readCluster(cluster.kubeconfig);
  await using proxy = await startFaultyProxy(server, tls);
  const first = await authority(directory.path, 'first');
  const front = createServer(await first.issue('127.0.0.1'), (request, response) => proxy.pass(request, response));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => {
    front.closeAllConnections();
    front.close();
  });
  front.listen(0, '127.0.0.1');
  await new Promise((resolve) => front.once('listening', resolve));
  const file = (name: string): string => join(directory.path, name);
  const user = { tokenFile: file('token') };
  const place = { 'certificate-authority': file('ca.crt') };
  await writeFile(file('ca.crt'), first.pem);
  await writeFile(file('kubeconfig'), kubeconfigOf(`https://127.0.0.1:${portOf(front)}`, place, user));

  await using running = await TestPair.start(
    {
      environments: [{ name: 'shop', settle: 0 }],
      files: { 'shop/a.yaml': configMap('a', 'one') },
      applier: { kubeconfig: file('kubeconfig') },
    },
    { start: false },
  );
  const { pair } = running;
  const account = await serviceAccount(pair.kubernetes, pair.options.ownNamespace);
  const one = await account.token('one');
  await writeFile(file('token'), one);
  await pair.startBoth();
  await running.applied('shop');

  const say = async (value: string): Promise<string> =>
    await pair.push(`Say ${value}`, { write: { 'shop/a.yaml': configMap('a', value) } });
  /** Until the API server has forgotten that the token was good. */
  const isRefused = async (token: string): Promise<true> =>
    await eventually('the token is refused', async () => {
      const headers = { authorization: `Bearer ${token}` };
      const seen = await fetch(`${proxy.url}/api/v1/namespaces/default`, { headers });
      return seen.status === 401 ? true : undefined;
    });

  const two = await account.token('two');
  await writeFile(file('token'), two);
  await account.revoke('one');
  await isRefused(one);
  await say('rotated');
  await running.applied('shop');
  assert.equal((await running.configMap('shop', 'a'))?.data?.['value'], 'rotated');

  await rm(file('token'));
  await account.revoke('two');
  await isRefused(two);
  await say('unreadable');
  const { errors = [] } = await running.applied('shop', ['failed']);
  assert.match(errors[0]?.message ?? '', /Cannot read the Kubernetes credentials|Unauthorized/);
  assert.equal((await fetch(`${pair.pageUrl}/healthz`)).status, 200);
  await writeFile(file('token'), await account.token('three'));
  await running.applied('shop');

  const second = await authority(directory.path, 'second');
  front.setSecureContext(await second.issue('127.0.0.1'));
  front.closeAllConnections();
  await writeFile(file('ca.crt'), second.pem);
  const start = performance.now();
  await say('another authority');
  await running.applied('shop');
  assert.equal((await running.configMap('shop', 'a'))?.data?.['value'], 'another authority');
  assert.ok(performance.now() - start < 30_000);
  for (const secret of [one, two]) assert.ok(!pair.applier?.everything().includes(secret));

  await pair.applier?.terminate();
  await account.remove();
});
