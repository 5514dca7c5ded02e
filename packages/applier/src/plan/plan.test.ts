import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ManifestEntry } from '../load/manifest.ts';
import type { Kind } from './kinds.ts';
import type { LiveObject } from './liveObject.ts';
import { plan, type Plan, type PlanInput } from './plan.ts';

const kinds = new Map<string, Kind>([
  ['Namespace', { group: '', kind: 'Namespace', resource: 'namespaces', versions: ['v1'], namespaced: false }],
  ['ConfigMap', { group: '', kind: 'ConfigMap', resource: 'configmaps', versions: ['v1'], namespaced: true }],
  [
    'Deployment.apps',
    { group: 'apps', kind: 'Deployment', resource: 'deployments', versions: ['v1'], namespaced: true },
  ],
]);

type Written = {
  kind?: string;
  apiVersion?: string;
  namespace?: string;
  file?: string;
  digest?: string;
  wave?: number;
};

function entry(name: string, written: Written = {}): ManifestEntry {
  const { kind = 'ConfigMap', apiVersion = 'v1', file = `${name}.yaml`, digest = 'd1' } = written;
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return {
    apiVersion,
    group: group ?? '',
    version: version ?? '',
    kind,
    name,
    ...(written.namespace === undefined ? {} : { namespace: written.namespace }),
    source: { file, line: 1, document: 1 },
    ordinal: 0,
    digest,
    policies: { prune: true, force: true, ...(written.wave === undefined ? {} : { wave: written.wave }) },
  };
}

function live(id: string, more: Partial<LiveObject> = {}): LiveObject {
  const [kind = '', ...rest] = id.split('/');
  const [name = '', namespace] = rest.toReversed();
  const base = { id, kind, name, uid: `uid of ${id}`, digest: 'd1', owned: true, fields: 'f', keep: false };
  return { ...base, couplet: false, deleting: false, ...(namespace === undefined ? {} : { namespace }), ...more };
}

function draw(entries: ManifestEntry[], members: LiveObject[], more: Partial<PlanInput> = {}): Plan {
  return plan({
    files: new Map([['all', { manifests: entries }]]),
    faults: [],
    live: new Map(members.map((member) => [member.id, member])),
    kinds,
    namespace: 'shop',
    gate: 'all',
    drift: 'correct',
    rules: { prune: true, pruneLimit: { count: 10, percent: 30 }, ownNamespace: 'couplet' },
    place: 'shop at commit 1a2b3c4',
    ...more,
  });
}

const applied = (made: Plan): string[] => made.apply.map(({ id, reason }) => `${id} ${reason}`);
const pruned = (made: Plan): string[] => made.prune.map((step) => step.live.id);

test('an object that the set does not hold is applied because it is new', () => {
  assert.deepEqual(applied(draw([entry('a')], [])), ['ConfigMap/shop/a new']);
});

test('an object whose digest is that of the manifest is unchanged and no step', () => {
  const made = draw([entry('a')], [live('ConfigMap/shop/a')]);
  assert.deepEqual([made.apply.length, made.prune.length, made.unchanged], [0, 0, 1]);
});

test('an object is applied when its manifest changed, when somebody took our fields, or when only its label is ours', () => {
  const members = [
    live('ConfigMap/shop/changed', { digest: 'd0' }),
    live('ConfigMap/shop/drifted', { drifted: true }),
    live('ConfigMap/shop/copied', { owned: false }),
  ];
  const made = draw([entry('changed'), entry('drifted'), entry('copied')], members);
  assert.deepEqual(applied(made), [
    'ConfigMap/shop/changed changed',
    'ConfigMap/shop/drifted drifted',
    'ConfigMap/shop/copied changed',
  ]);
});

test('a manifest without a namespace gets that of the environment, and none when its kind has none', () => {
  const made = draw(
    [entry('a'), entry('b', { namespace: 'other' }), entry('shop', { kind: 'Namespace', namespace: 'x' })],
    [],
  );
  assert.deepEqual(
    new Set(made.apply.map(({ id }) => id)),
    new Set(['Namespace/shop', 'ConfigMap/shop/a', 'ConfigMap/other/b']),
  );
});

test('steps are ordered by wave: namespaces before config before workloads, and the annotation overrides', () => {
  const made = draw(
    [
      entry('web', { kind: 'Deployment', apiVersion: 'apps/v1' }),
      entry('late', { wave: 100 }),
      entry('settings'),
      entry('shop', { kind: 'Namespace' }),
    ],
    [],
  );
  assert.deepEqual(
    made.apply.map(({ id }) => id),
    ['Namespace/shop', 'ConfigMap/shop/settings', 'Deployment.apps/shop/web', 'ConfigMap/shop/late'],
  );
});

test('the same object in two files is an error that names both places, neither is applied, nothing is pruned', () => {
  const made = draw(
    [entry('a', { file: 'one.yaml' }), entry('a', { file: 'two.yaml' }), entry('b')],
    [live('ConfigMap/shop/gone')],
    { gate: 'each' },
  );
  assert.deepEqual(applied(made), ['ConfigMap/shop/b new']);
  assert.deepEqual(pruned(made), []);
  assert.deepEqual(
    made.errors.map(({ code, file, message }) => [code, file, message]),
    [
      [
        'duplicate-object',
        'one.yaml',
        'Cannot apply ConfigMap/shop/a: an object may be defined once, found it also in two.yaml:1',
      ],
      [
        'duplicate-object',
        'two.yaml',
        'Cannot apply ConfigMap/shop/a: an object may be defined once, found it also in one.yaml:1',
      ],
    ],
  );
});

test('a kind that the cluster does not know is an error with the nearest known kind', () => {
  const [error] = draw([entry('web', { kind: 'Deploymnt', apiVersion: 'apps/v1' })], []).errors;
  assert.equal(
    error?.message,
    'Cannot apply Deploymnt.apps/web: the cluster must know its kind, found apps/v1 Deploymnt; did you mean Deployment.apps?',
  );
});

test('a version that the cluster does not serve is an error that names the served ones', () => {
  const [error] = draw([entry('web', { kind: 'Deployment', apiVersion: 'apps/v1beta1' })], []).errors;
  assert.equal(
    error?.message,
    'Cannot apply Deployment.apps/web: Deployment.apps is served as apps/v1, found apps/v1beta1',
  );
});

const definition = {
  ...entry('widgets.example.com', { kind: 'Namespace' }),
  defines: { group: 'example.com', kind: 'Widget', plural: 'widgets', versions: ['v1'], namespaced: true },
};

test('a kind that the same plan defines is known', () => {
  const made = draw([definition, entry('w', { kind: 'Widget', apiVersion: 'example.com/v1' })], []);
  assert.deepEqual([made.errors, made.apply.at(-1)?.id], [[], 'Widget.example.com/shop/w']);
});

test('an unchanged definition whose kind is not served is applied again', () => {
  const made = draw([definition], [live('Namespace/widgets.example.com')]);
  assert.deepEqual(applied(made), ['Namespace/widgets.example.com unserved']);
});

test('an unchanged definition whose kind another one serves is applied again', () => {
  const taken = { group: 'example.com', kind: 'Widget', resource: 'gadgets', versions: ['v1'], namespaced: true };
  const made = draw([definition], [live('Namespace/widgets.example.com')], {
    kinds: new Map([...kinds, ['Widget.example.com', taken]]),
  });
  assert.deepEqual(applied(made), ['Namespace/widgets.example.com unserved']);
});

test('an unchanged definition whose kind is served is no step', () => {
  const served = { group: 'example.com', kind: 'Widget', resource: 'widgets', versions: ['v1'], namespaced: true };
  const made = draw([definition], [live('Namespace/widgets.example.com')], {
    kinds: new Map([...kinds, ['Widget.example.com', served]]),
  });
  assert.deepEqual([applied(made), made.unchanged], [[], 1]);
});

test('gate all is blocked when any document has a fault, gate each is not, and neither prunes', () => {
  const faults = [{ code: 'yaml-syntax', message: 'Cannot read bad.yaml', file: 'bad.yaml', line: 2 }];
  const members = [live('ConfigMap/shop/gone')];
  const all = draw([entry('a')], members, { faults });
  const each = draw([entry('a')], members, { faults, gate: 'each' });
  assert.deepEqual([all.blocked, applied(all), pruned(all)], [true, ['ConfigMap/shop/a new'], []]);
  assert.deepEqual([each.blocked, applied(each), pruned(each)], [false, ['ConfigMap/shop/a new'], []]);
});

test('a tree without any manifest is an error and prunes nothing', () => {
  const made = draw([], [live('ConfigMap/shop/a')]);
  assert.deepEqual([pruned(made), made.errors.map(({ code }) => code)], [[], ['empty-tree']]);
});

test('what the set holds and the repository does not is pruned, last wave first', () => {
  const made = draw(
    [entry('stays')],
    [live('ConfigMap/shop/stays'), live('ConfigMap/shop/b'), live('Deployment.apps/shop/web')],
  );
  assert.deepEqual(pruned(made), ['Deployment.apps/shop/web', 'ConfigMap/shop/b']);
});

test('an object that moved to another namespace is applied there and pruned where it was', () => {
  const made = draw([entry('a', { namespace: 'new' })], [live('ConfigMap/shop/a')]);
  assert.deepEqual([applied(made), pruned(made)], [['ConfigMap/new/a new'], ['ConfigMap/shop/a']]);
});

/** A manifest that is only applied when its object is missing. */
function once(name: string): ManifestEntry {
  return { ...entry(name, { digest: 'd2' }), policies: { prune: true, force: true, ifNotPresent: true } };
}

test('an object that is only applied when it is missing is no step once it is there, changed or drifted', () => {
  const made = draw(
    [once('missing'), once('member'), once('theirs')],
    [live('ConfigMap/shop/member', { drifted: true })],
    { present: new Set(['ConfigMap/shop/theirs']) },
  );
  assert.deepEqual([applied(made), made.unchanged], [['ConfigMap/shop/missing new'], 2]);
});

test('with drift detect an object whose fields somebody changed is told and left as it is', () => {
  const made = draw([entry('a')], [live('ConfigMap/shop/a', { drifted: true })], { drift: 'detect' });
  assert.deepEqual([applied(made), made.drifted.map(({ id }) => id)], [[], ['ConfigMap/shop/a']]);
});
