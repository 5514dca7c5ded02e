import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { Kubernetes } from '../support/kubernetes.ts';

const account = 'couplet-applier';

/**
 * Writes what a pod of the applier's account finds in its projected volume: a real token, the certificate authority and the
 * namespace, readable for the group of the pod alone.
 */
export async function writeServiceAccount(options: {
  kubernetes: Kubernetes;
  ownNamespace: string;
  kubeconfig: string;
  directory: string;
}): Promise<{ env: Record<string, string> }> {
  const { kubernetes, ownNamespace, directory } = options;
  const path = `/api/v1/namespaces/${ownNamespace}/serviceaccounts/${account}`;
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } };
  const { status } = (await kubernetes.create(`${path}/token`, request)) as { status: { token: string } };
  const { server, authority } = await clusterOf(options.kubeconfig);
  await mkdir(directory, { recursive: true });
  for (const [name, content] of Object.entries({
    token: status.token,
    'ca.crt': authority,
    namespace: ownNamespace,
  })) {
    await writeFile(join(directory, name), content, { mode: 0o440 });
    await chown(join(directory, name), 0, 65532);
  }
  return { env: { KUBERNETES_SERVICE_HOST: server.hostname, KUBERNETES_SERVICE_PORT: server.port || '443' } };
}

async function clusterOf(kubeconfig: string): Promise<{ server: URL; authority: Buffer }> {
  const [config] = loadAll(await readFile(kubeconfig, 'utf8')) as {
    clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
  }[];
  const cluster = config?.clusters[0]?.cluster;
  if (cluster === undefined) throw new Error(`Cannot use ${kubeconfig}: it must name a cluster`);
  return { server: new URL(cluster.server), authority: Buffer.from(cluster['certificate-authority-data'], 'base64') };
}
