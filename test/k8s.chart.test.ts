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
  ['monitoring', { monitoring: { namespace: 'monitoring', podMonitor: true, alerts: true, dashboard: true } }],
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
const grant = (more: object): object => ({ rbac: { cluster: [{ ...rule, ...more }] } });
const refused: [string, object, RegExp][] = [
  ['a value that does not exist', { image: 'x' }, /additional properties 'image' not allowed/],
  ['a value of another type', { ssh: 'yes' }, /at '\/ssh': got string, want boolean/],
  ['no configuration', { config: null }, /missing property 'config'/],
  [
    'no environment',
    { config: { environments: [] } },
    /config\.environments must have at least one environment, found none/,
  ],
  [
    'a name of an environment that Couplet refuses',
    { config: { environments: [{ name: 'Staging', ref: 'main' }] } },
    /config\.environments: a name must be 1 to 40 of a-z, 0-9 and -, found "Staging"/,
  ],
  ['no repository', { config: { repository: { url: '' } } }, /config\.repository\.url must be the address/],
  [
    'an image that has no registry',
    { images: { sync: 'couplet' } },
    /images\.sync must be the name .* found "couplet"/,
  ],
  [
    'an address as the host',
    { ingress: { host: 'https://x.example/sync' } },
    /ingress\.host must be a host name alone, such as \S+ found "https:\/\/x\.example\/sync"/,
  ],
  [
    'a wrong name of a Secret',
    { secrets: { git: 'a_b' } },
    /secrets\.git must be the name of a Secret: .* found "a_b"/,
  ],
  ['a wrong size', { volumes: { git: '2GB' } }, /volumes\.git must be a size such as 2Gi, found "2GB"/],
  [
    'a container without a limit of memory',
    { resources: { applier: { limits: null } } },
    /resources\.applier\.limits\.memory must be set, found nothing/,
  ],
  ['a wildcard verb', grant({ verbs: ['*'] }), /\/rbac\/cluster\/0\/verbs\/0': value must be one of 'get', 'list'/],
  ['escalate', grant({ verbs: ['escalate'] }), /\/rbac\/cluster\/0\/verbs\/0/],
  ['bind', grant({ verbs: ['bind'] }), /\/rbac\/cluster\/0\/verbs\/0/],
  ['impersonate', grant({ verbs: ['impersonate'] }), /\/rbac\/cluster\/0\/verbs\/0/],
  ['a wildcard resource', grant({ resources: ['*'] }), /rbac\.cluster: .* names without a wildcard, found "\*"/],
  ['a wildcard group', grant({ apiGroups: ['*'] }), /rbac\.cluster: .* names without a wildcard, found "\*"/],
  [
    'a wildcard in a namespace',
    { rbac: { namespaces: [{ namespace: 'shop', rules: [{ ...rule, resources: ['*'] }] }] } },
    /rbac\.namespaces, shop: .* found "\*"/,
  ],
  [
    'the own namespace as one that is applied to',
    { rbac: { namespaces: [{ namespace: 'couplet', rules: [rule] }] } },
    /the namespace of the release, couplet, cannot be one that is applied to/,
  ],
];
for (const [name, values, reason] of refused) {
  test(`the chart refuses ${name}`, async () => {
    await assert.rejects(render(values), reason);
  });
}

test('the chart says everything that is wrong at once', async () => {
  const wrong = { ingress: { host: 'https://x.example' }, volumes: { git: '2GB', trees: '1' } };
  await assert.rejects(render(wrong), /ingress\.host must .*\n- volumes\.git must .*\n- volumes\.trees must /);
});

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
