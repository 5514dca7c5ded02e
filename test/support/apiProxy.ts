import { KubeConfig } from '../../packages/applier/src/apply/kubeConfig.ts';
import { writeFile } from 'node:fs/promises';
import type { AgentOptions, RequestOptions } from 'node:https';
import { join } from 'node:path';
import { startFaultyProxy, type FaultyProxy } from './faultyProxy.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

/** `kubeconfig` leads through the proxy, with the rights of the administrator. */
export type ApiProxy = FaultyProxy & { readonly kubeconfig: string };

/** A proxy in front of the real API server that injects faults. What comes through it is the administrator's. */
export async function startApiProxy(kubeconfig: string): Promise<ApiProxy> {
  const { server, tls, token } = await readCluster(kubeconfig);
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await temporaryDirectory('api-proxy'));
  const proxy = stack.use(await startFaultyProxy(server, tls));
  const file = join(directory.path, 'kubeconfig');
  await writeFile(file, kubeconfigOf(proxy.url, { 'insecure-skip-tls-verify': true }, { token }), { mode: 0o600 });
  const owned = stack.move();
  return Object.assign(proxy, { kubeconfig: file, [Symbol.asyncDispose]: () => owned.disposeAsync() });
}

type Cluster = { server: string; tls: AgentOptions; token: string | undefined };

/** Where the cluster of a kubeconfig is, and what a TLS connection to it needs. */
export async function readCluster(kubeconfig: string): Promise<Cluster> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  const tls = Object.fromEntries(
    Object.entries(options).filter(([name]) => ['ca', 'cert', 'key', 'servername'].includes(name)),
  );
  return { server: config.getCurrentCluster()?.server ?? '', tls, token: config.getCurrentUser()?.token };
}

/** A kubeconfig as JSON; `cluster` and `user` are more keys of those. */
export function kubeconfigOf(server: string, cluster: object = {}, user: object = {}): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'a', cluster: { server, ...cluster } }],
    users: [{ name: 'a', user }],
    contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
    'current-context': 'a',
  });
}
