import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { load } from 'js-yaml';
import { neededAccess } from '../packages/applier/src/access/neededAccess.ts';
import { grantRules, type GrantRule } from '../packages/applier/src/rbac/grantRules.ts';
import { buildDirectory, k8s, objectOf, type ManifestObject } from './support/manifests.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const names = ['base', 'overlays/namespaced', 'overlays/cluster', 'overlays/ssh', 'overlays/monitoring', 'overlays/ha'];
const built = new Map<string, ManifestObject[]>();
for (const name of names) built.set(name, await buildDirectory(join(k8s, name)));

type Mount = { name: string; mountPath: string; readOnly?: boolean };
type Container = { name: string; volumeMounts: Mount[]; resources: { limits: Record<string, string> } };
type PodSpec = { containers: Container[]; volumes: { name: string; secret?: object; projected?: object }[] } & Record<
  string,
  unknown
>;
type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] };

function of(name: string): ManifestObject[] {
  return built.get(name) ?? [];
}

function podOf(name: string): PodSpec {
  const { spec } = objectOf(of(name), 'Deployment', 'couplet') as unknown as { spec: { template: { spec: PodSpec } } };
  return spec.template.spec;
}

/** Names of the volumes that a container mounts, those that it may write first. */
function mountsOf(container: string): { writes: string[]; reads: string[] } {
  const mounts = podOf('base').containers.find(({ name }) => name === container)?.volumeMounts ?? [];
  const named = (readOnly: boolean): string[] =>
    mounts.filter((mount) => (mount.readOnly ?? false) === readOnly).map((mount) => mount.name);
  return { writes: named(false), reads: named(true) };
}

test('the credential of Kubernetes is mounted into the applier alone', () => {
  assert.equal(podOf('base')['automountServiceAccountToken'], false);
  assert.ok(podOf('base').volumes.some(({ name, projected }) => name === 'kubernetes' && projected !== undefined));
  assert.deepEqual(mountsOf('applier'), { writes: [], reads: ['config', 'applier-token', 'kubernetes', 'volume'] });
});

test('the credentials of git and of webhooks are mounted into sync alone, which alone writes the volume', () => {
  assert.deepEqual(mountsOf('sync'), { writes: ['volume', 'git'], reads: ['config', 'git-credentials', 'webhook'] });
});

test('the limits of memory are those that the containers are tested with', () => {
  assert.deepEqual(
    podOf('base').containers.map(({ name, resources }) => [name, resources.limits['memory']]),
    [
      ['sync', '192Mi'],
      ['applier', '256Mi'],
    ],
  );
});

test('the ingress leads to /sync and to nothing else', () => {
  const { spec } = objectOf(of('base'), 'Ingress', 'couplet') as unknown as {
    spec: { rules: { http: { paths: { path: string; backend: object }[] } }[] };
  };
  assert.deepEqual(
    spec.rules.flatMap(({ http }) => http.paths),
    [{ path: '/sync', pathType: 'Prefix', backend: { service: { name: 'couplet-sync', port: { name: 'sync' } } } }],
  );
});

test('nothing but /sync may be reached from other pods, unless there is monitoring', () => {
  const policies = of('base').filter(({ kind }) => kind === 'NetworkPolicy') as unknown as {
    spec: { ingress: object[] };
  }[];
  assert.deepEqual(
    policies.flatMap(({ spec }) => spec.ingress),
    [{ ports: [{ port: 'sync', protocol: 'TCP' }] }],
  );
});

function opensSsh(name: string): boolean {
  return JSON.stringify(objectOf(of(name), 'NetworkPolicy', 'couplet')).includes('"port":22');
}

function gitSecret(name: string): unknown {
  return podOf(name).volumes.find((volume) => volume.name === 'git-credentials')?.secret;
}

test('ssh opens port 22 and wants its key, and only there', () => {
  assert.deepEqual([opensSsh('overlays/ssh'), opensSsh('base')], [true, false]);
  assert.deepEqual(
    [gitSecret('overlays/ssh'), gitSecret('base')],
    [false, true].map((value) => ({ secretName: 'couplet-git', defaultMode: 288, optional: value })),
  );
});

function rulesOf(objects: ManifestObject[], kind: string, namespace?: string): GrantRule[] {
  const roles = objects.filter((object) => object.kind === kind && object.metadata.namespace === namespace);
  return roles.flatMap((role) =>
    (role['rules'] as Rule[]).map(({ apiGroups, resources, verbs }) => {
      assert.equal(apiGroups.length, 1);
      return { group: apiGroups[0] ?? '', resources, verbs };
    }),
  );
}

test('in its own namespace the applier may do what it needs without any object, and nothing more', () => {
  const [needed] = grantRules(neededAccess([], { prune: true, ownNamespace: 'couplet' }));
  assert.deepEqual(new Set(rulesOf(of('base'), 'Role', 'couplet')), new Set(needed?.rules));
});

for (const [name, kind, namespace, more] of [
  ['overlays/namespaced', 'Role', 'staging', []],
  ['overlays/cluster', 'ClusterRole', undefined, ['namespaces']],
] as const) {
  test(`the rules of ${name} are what its kinds need`, () => {
    const rules = rulesOf(of(name), kind, namespace);
    const applied = rules.filter(({ verbs }) => verbs.includes('patch'));
    const kinds: Record<string, string> = { deployments: 'Deployment', namespaces: 'Namespace' };
    const places = applied.flatMap(({ group, resources }) =>
      resources.map((resource) => ({
        kind: { group, kind: kinds[resource] ?? resource, resource, versions: ['v1'], namespaced: true },
        ...(namespace === undefined ? {} : { namespace }),
      })),
    );
    const needed = grantRules(neededAccess(places, { prune: true, ownNamespace: 'couplet' }));
    assert.deepEqual(new Set(rules), new Set(needed.find((one) => one.namespace === namespace)?.rules));
    assert.deepEqual(
      more.filter((resource) => !places.some((place) => place.kind.resource === resource)),
      [],
    );
  });
}

test('no rule anywhere has a wildcard, escalate, bind or impersonate, or reads Secrets', () => {
  const words = names.flatMap((name) =>
    of(name).flatMap((object) =>
      ((object['rules'] ?? []) as Rule[]).flatMap(({ apiGroups, resources, verbs }) => [
        ...apiGroups,
        ...resources,
        ...verbs,
      ]),
    ),
  );
  assert.ok(words.length > 100);
  const forbidden = new Set(['*', 'escalate', 'bind', 'impersonate', 'secrets']);
  assert.deepEqual(
    words.filter((word) => forbidden.has(word)),
    [],
  );
});

test('no overlay holds a namespace of workloads, so that deleting it deletes none', () => {
  const namespaces = names.flatMap((name) => of(name).filter(({ kind }) => kind === 'Namespace'));
  assert.deepEqual([...new Set(namespaces.map(({ metadata }) => metadata.name))], ['couplet']);
});

for (const name of ['base', 'overlays/ssh']) {
  for (const program of ['sync', 'applier']) {
    test(`${program} --check accepts couplet.yaml of ${name}`, async () => {
      await using directory = await temporaryDirectory('check');
      const file = join(directory.path, 'couplet.yaml');
      const { data } = objectOf(of(name), 'ConfigMap', 'couplet') as unknown as { data: Record<string, string> };
      await writeFile(file, data['couplet.yaml'] ?? '');
      const main = join(root, 'packages', program, 'src', 'main.ts');
      const { stdout } = await run(process.execPath, [main, '--config', file, '--check']);
      assert.match(stdout, /staging/);
    });
  }
}

test('the paths of the configuration are those that the pod mounts', () => {
  const { data } = objectOf(of('base'), 'ConfigMap', 'couplet') as unknown as { data: Record<string, string> };
  const config = load(data['couplet.yaml'] ?? '') as {
    volume: string;
    sync: { credentials: string; webhook: string };
    applier: { token: string };
  };
  const mounted = Object.fromEntries(
    podOf('base').containers.flatMap(({ volumeMounts }) =>
      volumeMounts.map(({ name, mountPath }) => [name, mountPath]),
    ),
  );
  assert.deepEqual(
    [config.volume, config.sync.credentials, config.sync.webhook, config.applier.token],
    [mounted['volume'], mounted['git-credentials'], mounted['webhook'], `${mounted['applier-token']}/token`],
  );
  assert.equal(mounted['git'], '/git');
});
