import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startControlPlane } from './support/controlPlane.ts';
import { kubectl } from './support/kubectl.ts';
import { buildDirectory, k8s, objectOf, placed, type ManifestObject } from './support/manifests.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';

const overlays = [
  'base',
  'overlays/namespaced',
  'overlays/cluster',
  'overlays/ssh',
  'overlays/monitoring',
  'overlays/ha',
];
const disposables = new AsyncDisposableStack();
let kubeconfig: string;
let directory: string;

before(async () => {
  ({ kubeconfig } = disposables.use(await startControlPlane()));
  directory = disposables.use(await temporaryDirectory('overlays')).path;
});
after(async () => await disposables.disposeAsync());

async function use(...words: string[]): Promise<string> {
  return await kubectl(kubeconfig, ...words);
}

/** Writes objects as a file that kubectl reads. */
async function file(name: string, objects: ManifestObject[]): Promise<string> {
  const path = join(directory, `${name.replaceAll('/', '-')}.json`);
  await writeFile(path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  return path;
}

/** The kind of the Prometheus operator, as far as it is used here; unknown fields are refused as the real one does. */
const podMonitors = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'podmonitors.monitoring.coreos.com', annotations: { 'api-approved.kubernetes.io': 'unapproved' } },
  spec: {
    group: 'monitoring.coreos.com',
    scope: 'Namespaced',
    names: { kind: 'PodMonitor', plural: 'podmonitors' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: podMonitorSchema() } }],
  },
};

function podMonitorSchema(): object {
  const text = { type: 'string' };
  const endpoint = { type: 'object', properties: { port: text, path: text, interval: text } };
  const selector = { type: 'object', properties: { matchLabels: { type: 'object', additionalProperties: text } } };
  const properties = { selector, podMetricsEndpoints: { type: 'array', items: endpoint } };
  return { type: 'object', properties: { spec: { type: 'object', properties } } };
}

async function definePodMonitors(): Promise<AsyncDisposable> {
  const name = podMonitors.metadata.name;
  const isThere = (await use('get', 'crd', name, '--ignore-not-found', '-o', 'name')) !== '';
  if (!isThere) {
    await use('apply', '--server-side', '-f', await file('crd', [podMonitors]));
    await use('wait', '--for=condition=Established', `crd/${name}`);
  }
  return {
    async [Symbol.asyncDispose]() {
      if (!isThere) await use('delete', 'crd', name, '--wait=false');
    },
  };
}

/** A pod as the Deployment would make it, in JSON that may be changed. */
function podOf(objects: ManifestObject[], name: string): ManifestObject {
  const deployment = objectOf(objects, 'Deployment', 'couplet') as unknown as {
    metadata: { namespace: string };
    spec: { template: { metadata: object; spec: object } };
  };
  const { metadata, spec } = deployment.spec.template;
  const { namespace } = deployment.metadata;
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name, namespace }, spec };
}

for (const overlay of overlays) {
  test(`the API server accepts ${overlay} and its pod under restricted Pod Security, without a warning`, async () => {
    const run = randomBytes(4).toString('hex');
    const places = { couplet: `couplet-${run}`, staging: `test-${run}-staging` };
    await using cleanUp = new AsyncDisposableStack();
    if (overlay.endsWith('monitoring')) cleanUp.use(await definePodMonitors());
    const objects = placed(await buildDirectory(join(k8s, overlay)), places);
    const all = await file(overlay, objects);
    await use('create', 'namespace', places.staging);
    cleanUp.defer(async () => {
      await use('delete', '--ignore-not-found', '--wait=false', '-f', all);
      await use('delete', '--wait=false', 'namespace', places.staging);
    });
    const namespace = objectOf(objects, 'Namespace', places.couplet);
    await use('apply', '--server-side', '-f', await file(`${overlay}-namespace`, [namespace]));
    await use('apply', '--server-side', '--warnings-as-errors', '--validate=strict', '-f', all);

    const pod = podOf(objects, 'as-in-the-template');
    const creating = ['create', '--dry-run=server', '--warnings-as-errors', '--validate=strict', '-f'];
    await use(...creating, await file(`${overlay}-pod`, [pod]));
    const free = { ...pod, spec: { ...(pod['spec'] as object), hostNetwork: true } };
    await assert.rejects(use(...creating, await file(`${overlay}-free`, [free])), /violates PodSecurity "restricted/);
  });
}
