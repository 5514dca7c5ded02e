import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startControlPlane } from './support/controlPlane.ts';
import { codeBlocks } from './support/docsCommands.ts';
import { kubectl } from './support/kubectl.ts';
import { buildDirectory, k8s, objectOf, placed, readManifests, type ManifestObject } from './support/manifests.ts';
import { defineOperatorKinds } from './support/operatorKinds.ts';
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
    const operator = overlay.endsWith('monitoring') ? cleanUp.use(await defineOperatorKinds(kubeconfig)) : undefined;
    const built = placed(await buildDirectory(join(k8s, overlay)), places);
    const objects = operator?.grouped(built) ?? built;
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

test('the policy of docs/security.md that opens more is accepted, and is one for the pod', async () => {
  const found = (await codeBlocks('security.md')).find(({ text }) => text.startsWith('# networkpolicy.yaml\n'));
  const [policy] = await readManifests(found?.text.replace('namespace: couplet', 'namespace: default') ?? '');
  assert.ok(policy);
  await use('create', '--dry-run=server', '--validate=strict', '-f', await file('policy', [policy]));
  const base = objectOf(await buildDirectory(join(k8s, 'base')), 'NetworkPolicy', 'couplet');
  const [added, given] = [policy, base].map(({ spec }) => (spec as { podSelector: object }).podSelector);
  assert.deepEqual(added, given);
});
