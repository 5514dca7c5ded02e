import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { Kubernetes } from '../support/kubernetes.ts';

type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] };
type Manifest = { kind: string; metadata: { name: string }; rules?: Rule[] };

const root = join(import.meta.dirname, '..', '..');
const rbac = 'rbac.authorization.k8s.io';
const account = 'couplet-applier';

/** What the applier may do in its own namespace: the Role that k8s/base installs. */
export async function shippedRules(): Promise<Rule[]> {
  const text = await readFile(join(root, 'k8s', 'base', 'role.yaml'), 'utf8');
  const role = (loadAll(text) as Manifest[]).find(({ kind, metadata }) => kind === 'Role' && metadata.name === account);
  if (role?.rules === undefined) throw new Error(`Cannot read k8s/base/role.yaml: Role ${account} must be there`);
  return role.rules;
}

/** Gives the applier's account a Role in one namespace, and nothing else. */
export async function allow(
  kubernetes: Kubernetes,
  ownNamespace: string,
  namespace: string,
  rules: Rule[],
): Promise<void> {
  const path = `/apis/${rbac}/v1/namespaces/${namespace}`;
  const common = { apiVersion: `${rbac}/v1`, metadata: { name: account } };
  await kubernetes.apply(`${path}/roles/${account}`, { ...common, kind: 'Role', rules });
  await kubernetes.apply(`${path}/rolebindings/${account}`, {
    ...common,
    kind: 'RoleBinding',
    roleRef: { apiGroup: rbac, kind: 'Role', name: account },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace: ownNamespace }],
  });
}

/**
 * Makes the applier's account and writes what a pod finds in its projected volume: a real token, the certificate authority
 * and the namespace, readable for the group of the pod alone.
 */
export async function writeServiceAccount(options: {
  kubernetes: Kubernetes;
  ownNamespace: string;
  kubeconfig: string;
  directory: string;
}): Promise<{ env: Record<string, string> }> {
  const { kubernetes, ownNamespace, directory } = options;
  const path = `/api/v1/namespaces/${ownNamespace}/serviceaccounts/${account}`;
  await kubernetes.apply(path, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account } });
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
