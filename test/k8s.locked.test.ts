import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { helm } from './support/helm.ts';
import { buildDirectory, k8s, readManifests, type ManifestObject } from './support/manifests.ts';

type Container = Record<string, object | undefined> & {
  name: string;
  volumeMounts: { name: string; readOnly?: boolean; mountPath: string }[];
  resources: Record<'requests' | 'limits', Record<string, string> | undefined>;
};
type Volume = { name: string; emptyDir?: { sizeLimit?: string }; projected?: object; hostPath?: object };
type PodSpec = Record<string, unknown> & { containers: Container[]; volumes: Volume[] };
type Workload = ManifestObject & { spec: { strategy?: object; template: { spec: PodSpec } } };
type Policy = ManifestObject & { spec: { podSelector: object; policyTypes: string[]; egress?: { ports: object[] }[] } };

/** Everything that k8s/ makes: each kustomization that is not a component, and the chart with each of its switches. */
const rendered = new Map<string, ManifestObject[]>();
for (const name of ['base', 'monitoring', ...readdirSync(join(k8s, 'overlays')).map((one) => `overlays/${one}`)])
  rendered.set(name, await buildDirectory(join(k8s, name)));
const rules = JSON.stringify([{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list'] }]);
for (const words of [
  [],
  ['--set', 'createNamespace=true,ssh=true,ingress.enabled=false,priorityClassName=high'],
  [
    '--set',
    'monitoring.namespace=prometheus,monitoring.podMonitor=true,monitoring.alerts=true,monitoring.dashboard=true',
  ],
  ['--set-json', `rbac.cluster=${rules}`, '--set-json', `rbac.namespaces=[{"namespace":"shop","rules":${rules}}]`],
]) {
  const text = await helm('template', 'couplet', join(k8s, 'chart'), '--namespace', 'couplet', ...words);
  rendered.set(`chart ${words.join(' ')}`, await readManifests(text));
}

/** Every object of a kind, with where it was rendered. */
function all(...kinds: string[]): { place: string; object: ManifestObject }[] {
  return [...rendered].flatMap(([name, objects]) =>
    objects
      .filter(({ kind }) => kinds.includes(kind))
      .map((object) => ({ place: `${name}: ${object.kind} ${object.metadata.name}`, object })),
  );
}

const workloads = all('Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'ReplicaSet').map(
  ({ place, object }) => ({ place, object: object as Workload }),
);
const pods = workloads.map(({ place, object }) => ({ place, pod: object.spec.template.spec }));
const containers = pods.flatMap(({ place, pod }) =>
  [...pod.containers, ...((pod['initContainers'] ?? []) as Container[])].map((container) => ({
    place: `${place} ${container.name}`,
    container,
  })),
);

/** One test for one rule: whoever breaks it is named, and there is somebody who could. */
function rule<T extends { place: string }>(name: string, subjects: T[], holds: (subject: T) => boolean): void {
  test(name, () => {
    assert.ok(subjects.length > 5, `${subjects.length} to look at`);
    assert.deepEqual(
      subjects.filter((subject) => !holds(subject)).map(({ place }) => place),
      [],
    );
  });
}

function same(found: unknown, wanted: unknown): boolean {
  return JSON.stringify(found) === JSON.stringify(wanted);
}

rule(
  'no pod and no ServiceAccount mounts a token by itself',
  [
    ...pods.map(({ place, pod }) => ({ place, flag: pod['automountServiceAccountToken'] })),
    ...all('ServiceAccount').map(({ place, object }) => ({ place, flag: object['automountServiceAccountToken'] })),
  ],
  ({ flag }) => flag === false,
);

rule(
  'the token that is mounted is a projected one that ends within an hour, and only the applier has it',
  pods,
  ({ pod }) => {
    const sources = pod.volumes.flatMap(
      ({ projected }) => JSON.stringify(projected ?? '').match(/"expirationSeconds":\d+/g) ?? [],
    );
    const holders = pod.containers.filter(({ volumeMounts }) => volumeMounts.some(({ name }) => name === 'kubernetes'));
    return (
      same(sources, ['"expirationSeconds":3600']) &&
      same(
        holders.map(({ name }) => name),
        ['applier'],
      )
    );
  },
);

rule('no pod is given the addresses of Services as variables', pods, ({ pod }) => pod['enableServiceLinks'] === false);

rule(
  'no pod shares a namespace or a directory of its node',
  pods,
  ({ pod }) =>
    !['hostNetwork', 'hostPID', 'hostIPC', 'shareProcessNamespace'].some((key) => pod[key] === true) &&
    pod.volumes.every(({ hostPath }) => hostPath === undefined),
);

rule('every pod runs as 65532 under seccomp RuntimeDefault', pods, ({ pod }) => {
  const { runAsNonRoot, runAsUser, runAsGroup, fsGroup, seccompProfile } = pod['securityContext'] as Record<
    string,
    unknown
  >;
  return (
    runAsNonRoot === true &&
    [runAsUser, runAsGroup, fsGroup].every((id) => id === 65532) &&
    same(seccompProfile, { type: 'RuntimeDefault' })
  );
});

rule(
  'every container has no capability, no way to more rights, and a root that it cannot write',
  containers,
  ({ container }) => {
    const { capabilities, allowPrivilegeEscalation, readOnlyRootFilesystem, ...more } = container[
      'securityContext'
    ] as Record<string, unknown>;
    return (
      same(capabilities, { drop: ['ALL'] }) &&
      allowPrivilegeEscalation === false &&
      readOnlyRootFilesystem === true &&
      same(more, {})
    );
  },
);

rule(
  'every container asks for memory, processor and disk, and is limited in memory and disk',
  containers,
  ({
    container: {
      resources: { requests, limits },
    },
  }) =>
    ['cpu', 'memory', 'ephemeral-storage'].every((key) => requests?.[key] !== undefined) &&
    ['memory', 'ephemeral-storage'].every((key) => limits?.[key] !== undefined),
);

rule('every container is probed over http, which starts no process in it', containers, ({ container }) =>
  ['startupProbe', 'livenessProbe', 'readinessProbe'].every((key) => {
    const probe: { httpGet?: { path: string } } | undefined = container[key];
    return probe?.httpGet?.path === (key === 'readinessProbe' ? '/readyz' : '/healthz') && !('exec' in probe);
  }),
);

rule('an old pod is gone before a new one starts', workloads, ({ object }) =>
  same(object.spec.strategy, { type: 'Recreate' }),
);

rule(
  'every emptyDir is limited',
  pods.flatMap(({ place, pod }) =>
    pod.volumes.filter(({ emptyDir }) => emptyDir).map((volume) => ({ place: `${place} ${volume.name}`, volume })),
  ),
  ({ volume }) => /^\d+[KMGT]i$/.test(volume.emptyDir?.sizeLimit ?? ''),
);

rule('the applier cannot write the volume that sync writes', pods, ({ pod }) => {
  const modes = pod.containers.map(({ name, volumeMounts }) => [
    name,
    volumeMounts.find((mount) => mount.name === 'volume')?.readOnly ?? false,
  ]);
  return same(modes, [
    ['sync', false],
    ['applier', true],
  ]);
});

rule(
  'Secrets are mounted for the group of the pod alone',
  pods.flatMap(({ place, pod }) =>
    pod.volumes.filter((volume) => 'secret' in volume).map((volume) => ({ place: `${place} ${volume.name}`, volume })),
  ),
  ({ volume }) => (volume as { secret?: { defaultMode: number } }).secret?.defaultMode === 0o440,
);

const policies = all('NetworkPolicy').map(({ place, object }) => ({ place, object: object as Policy }));
rule('a NetworkPolicy closes every pod in both directions', workloads, ({ place, object }) => {
  const { labels } = (object.spec.template as unknown as { metadata: { labels: object } }).metadata;
  const here = place.split(':')[0];
  return policies.some(
    (one) =>
      one.place.startsWith(`${here}:`) &&
      same(one.object.spec.policyTypes, ['Ingress', 'Egress']) &&
      same(one.object.spec.podSelector, { matchLabels: labels }),
  );
});

rule(
  'out of the pod lead DNS, https and the API server, and with ssh its port',
  policies.filter(({ object }) => object.spec.egress),
  ({ place, object }) => {
    const ports = (object.spec.egress ?? []).flatMap((one) => one.ports.map((port) => (port as { port: number }).port));
    const isSsh = place.includes('ssh');
    return same(ports, [53, 53, 443, 6443, ...(isSsh ? [22] : [])]);
  },
);

type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] };
const grants = all('Role', 'ClusterRole').flatMap(({ place, object }) =>
  (object['rules'] as Rule[]).map((one) => ({ place, one })),
);
rule('no rule has a wildcard, escalate, bind or impersonate, or reads Secrets', grants, ({ one }) =>
  [...one.apiGroups, ...one.resources, ...one.verbs].every(
    (word) => !word.includes('*') && !['escalate', 'bind', 'impersonate', 'secrets'].includes(word),
  ),
);

rule(
  'a binding gives a Role that is made here to the account of the applier, and to nobody else',
  all('RoleBinding', 'ClusterRoleBinding'),
  ({ place, object }) => {
    const here = rendered.get(place.slice(0, place.lastIndexOf(': ')));
    const { kind, name } = object['roleRef'] as { kind: string; name: string };
    return (
      here?.some((one) => one.kind === kind && one.metadata.name === name) === true &&
      same(object['subjects'], [{ kind: 'ServiceAccount', name: 'couplet-applier', namespace: 'couplet' }])
    );
  },
);

rule(
  'every object carries the label by which it is found',
  [...rendered].flatMap(([name, objects]) =>
    objects.map((object) => ({ place: `${name}: ${object.kind} ${object.metadata.name}`, object })),
  ),
  ({ object }) => object.metadata.labels?.['app.kubernetes.io/name'] === 'couplet',
);

test('the only kind with no namespace beside the namespace itself is the ClusterRole with its binding', () => {
  const known = new Set(['Namespace', 'ClusterRole', 'ClusterRoleBinding']);
  const found = [...rendered.values()].flat().filter(({ metadata }) => metadata.namespace === undefined);
  assert.deepEqual(
    [...new Set(found.map(({ kind }) => kind))].filter((kind) => !known.has(kind)),
    [],
  );
});
