import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { load } from 'js-yaml';
import { helm } from './support/helm.ts';
import { buildDirectory, byName, k8s, readManifests, type ManifestObject } from './support/manifests.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';

const chart = join(k8s, 'chart');

async function render(values: object = {}): Promise<ManifestObject[]> {
  await using directory = await temporaryDirectory('values');
  const file = join(directory.path, 'values.json');
  await writeFile(file, JSON.stringify({ createNamespace: true, ...values }));
  return await readManifests(await helm('template', 'couplet', chart, '--namespace', 'couplet', '--values', file));
}

/** Objects to compare: what couplet.yaml says counts, not how it is written. */
function comparable(objects: ManifestObject[]): Record<string, unknown> {
  const read = objects.map((object) => {
    const { data } = object as { data?: Record<string, string> };
    const text = data?.['couplet.yaml'];
    return text === undefined ? object : { ...object, data: { 'couplet.yaml': load(text) } };
  });
  return byName(read);
}

test('the chart makes what the base makes', async () => {
  assert.deepEqual(comparable(await render()), comparable(await buildDirectory(join(k8s, 'base'))));
});

const overlays: [string, object][] = [
  ['namespaced', {}],
  ['ssh', { ssh: true, config: { repository: { url: 'git@git.example.com:acme/config.git' } } }],
  ['monitoring', { monitoring: { namespace: 'monitoring', podMonitor: true } }],
  [
    'ha',
    {
      tolerations: ['not-ready', 'unreachable'].map((condition) => ({
        key: `node.kubernetes.io/${condition}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 15,
      })),
    },
  ],
];
for (const [name, values] of overlays) {
  test(`values of the chart make what the overlay ${name} makes`, async () => {
    const overlay = await buildDirectory(join(k8s, 'overlays', name));
    const role = overlay.find(({ kind, metadata }) => kind === 'Role' && metadata.namespace === 'staging');
    const rbac = { namespaces: [{ namespace: 'staging', rules: role?.['rules'] }] };
    assert.deepEqual(comparable(await render({ ...values, rbac })), comparable(overlay));
  });
}

test('values of the chart make what the overlay cluster makes', async () => {
  const overlay = await buildDirectory(join(k8s, 'overlays', 'cluster'));
  const rbac = { cluster: overlay.find(({ kind }) => kind === 'ClusterRole')?.['rules'] };
  assert.deepEqual(comparable(await render({ rbac })), comparable(overlay));
});

const rule = { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] };
const refused: [string, object, RegExp][] = [
  ['a value that does not exist', { image: 'x' }, /additional properties 'image' not allowed/],
  ['no environment', { config: { repository: { url: 'https://x' }, environments: [] } }, /minItems/],
  ['a wildcard verb', { rbac: { cluster: [{ ...rule, verbs: ['*'] }] } }, /\/rbac\/cluster\/0\/verbs\/0/],
  ['a wildcard resource', { rbac: { cluster: [{ ...rule, resources: ['*'] }] } }, /\/rbac\/cluster\/0\/resources\/0/],
  ['escalate', { rbac: { cluster: [{ ...rule, verbs: ['escalate'] }] } }, /\/rbac\/cluster\/0\/verbs\/0/],
  [
    'the own namespace as one that is applied to',
    { rbac: { namespaces: [{ namespace: 'couplet', rules: [rule] }] } },
    /namespace of the release cannot be one that is applied to/,
  ],
];
for (const [name, values, reason] of refused) {
  test(`the chart refuses ${name}`, async () => {
    await assert.rejects(render(values), reason);
  });
}

test('the notes after an install lead to Secrets, rights, webhook and page', async () => {
  const notes = await helm('install', 'couplet', chart, '--namespace', 'couplet', '--dry-run=client', '--hide-secret');
  for (const part of [
    'get secret couplet-webhook',
    'rbac --config',
    'https://couplet.example.com/sync',
    'port-forward',
  ]) {
    assert.ok(notes.slice(notes.indexOf('NOTES:')).includes(part), part);
  }
});

test('helm lint finds nothing', async () => {
  assert.match(await helm('lint', '--strict', chart), /1 chart\(s\) linted, 0 chart\(s\) failed/);
});
