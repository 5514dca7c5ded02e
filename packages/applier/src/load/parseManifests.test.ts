import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { parseManifests } from './parseManifests.ts';

const parse = (text: string | Uint8Array, file = 'f.yaml') => parseManifests(Buffer.from(text), file);
const configMap = (rest = '') => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n${rest}`;
const names = (text: string) => parse(text).manifests.map(({ kind, name }) => `${kind}/${name}`);
const faultsOf = (text: string) => parse(text).faults.map(({ code, line, document }) => `${code} ${line} ${document}`);
const named = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;
const json = (name: string) => `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "${name}"}}`;
const annotated = (annotation: string) => configMap(`  annotations:\n    ${annotation}\n`);
const definition = (versions: string) =>
  `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: cars.acme.io}\nspec:\n  group: acme.io\n  scope: Namespaced\n  names: {kind: Car, plural: cars}\n  versions: ${versions}\n`;
const policies = (annotation: string) => parse(annotated(annotation)).manifests[0]?.policies;

describe('a manifest', () => {
  const text =
    '# web\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {replicas: 2}\n';

  test('has what a plan needs', () => {
    const [manifest] = parse(text, 'staging/web.yaml').manifests;
    const { digest, canonical, ...rest } = manifest ?? assert.fail('no manifest');
    assert.deepEqual(JSON.parse(canonical), rest.body);
    assert.match(digest, /^[0-9a-f]{64}$/);
    assert.deepEqual(rest, {
      apiVersion: 'apps/v1',
      group: 'apps',
      version: 'v1',
      kind: 'Deployment',
      name: 'web',
      namespace: 'shop',
      source: { file: 'staging/web.yaml', line: 3, document: 1 },
      ordinal: 0,
      policies: { prune: true, force: true },
      body: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'web', namespace: 'shop' },
        spec: { replicas: 2 },
      },
    });
  });

  test('of the core group has group ""', () =>
    assert.deepEqual(
      parse(configMap()).manifests.map(({ group, version }) => [group, version]),
      [['', 'v1']],
    ));
  test('without a namespace has none', () =>
    assert.equal('namespace' in (parse(configMap('  namespace:\n')).manifests[0] ?? assert.fail()), false));
  test('may have no labels and annotations', () =>
    assert.deepEqual(faultsOf(configMap('  labels:\n  annotations: ~\n')), []));
  test('a broken document leaves the others', () => {
    const { manifests, faults } = parse(`${configMap()}---\na: [\n---\n${configMap()}`);
    assert.deepEqual(
      manifests.map(({ ordinal, source }) => [ordinal, source.line]),
      [
        [0, 1],
        [1, 8],
      ],
    );
    assert.deepEqual(
      faults.map(({ line, document }) => [line, document]),
      [[7, 2]],
    );
  });
  test('all its problems are told', () => {
    const broken = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  namespace: A\n  generateName: x\n  labels: [a]\n';
    assert.deepEqual(faultsOf(broken), [
      'missing-field 4 1',
      'invalid-namespace 4 1',
      'generate-name 5 1',
      'invalid-field 6 1',
    ]);
  });
  test('a fault names the object as soon as it has a name', () => {
    const { faults } = parse(configMap('  namespace: shop\n  generateName: x\n'));
    assert.deepEqual(
      faults.map(({ id, field }) => [id, field]),
      [['ConfigMap/shop/a', 'metadata.generateName']],
    );
  });
});

test('a line --- with more on it is refused at that line', () => {
  assert.deepEqual(faultsOf(`# licence\n\n${configMap()}--- b\nc: 2\n---\n${configMap()}`), ['yaml-syntax 7 1']);
});

describe('nothing', () => {
  for (const text of ['', '\n', '# comment\n', '---\n---\n# a\n', '\ufeff', 'null\n', '~\r\n', '...\n']) {
    test(`is in ${JSON.stringify(text)}`, () =>
      assert.deepEqual(parse(text), { manifests: [], faults: [], notes: [] }));
  }
});

describe('names are refused before a URL is built of them', () => {
  for (const name of ['../x', 'a/b', '"%2e%2e"', '"."', '".."', 'a'.repeat(254)]) {
    test(name.slice(0, 20), () => assert.deepEqual(faultsOf(named(name)), ['invalid-name 3 1']));
  }
  for (const name of ['"{{ .x }}"', '"{{x}}-a"'])
    test(name, () => assert.deepEqual(faultsOf(named(name)), ['unrendered-template 3 1']));
  test('253 characters are a name', () => assert.deepEqual(faultsOf(named('a'.repeat(253))), []));
  test('system:node is a name', () => assert.deepEqual(faultsOf(named('"system:node"')), []));
  for (const namespace of ['a'.repeat(64), 'a.b', '../a', 'A', '-a']) {
    test(`namespace ${namespace.slice(0, 20)}`, () =>
      assert.deepEqual(faultsOf(configMap(`  namespace: "${namespace}"\n`)), ['invalid-namespace 5 1']));
  }
  for (const apiVersion of ['apps/v1/x', '../v1', 'apps/', '/v1', 'v1?a', 'a%2f/v1']) {
    test(`apiVersion ${apiVersion}`, () =>
      assert.deepEqual(faultsOf(`apiVersion: ${apiVersion}\nkind: A\nmetadata: {name: a}\n`), ['invalid-field 1 1']));
  }
});

describe('a List', () => {
  test('is its items', () => {
    const items = [
      '- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a}\n',
      '- apiVersion: v1\n  kind: Secret\n  metadata: {name: b}\n',
    ];
    const { manifests } = parse(`apiVersion: v1\nkind: List\nitems:\n${items.join('')}`);
    assert.deepEqual(
      manifests.map(({ kind, ordinal, source }) => [kind, ordinal, source.line]),
      [
        ['ConfigMap', 0, 4],
        ['Secret', 1, 7],
      ],
    );
  });
  test('of one kind gives kind and apiVersion to its items', () => {
    const { manifests } = parse(
      'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleList\nitems:\n- metadata: {name: a}\n',
    );
    assert.deepEqual(
      manifests.map(({ apiVersion, kind }) => [apiVersion, kind]),
      [['rbac.authorization.k8s.io/v1', 'Role']],
    );
  });
  test('may be empty', () =>
    assert.deepEqual(
      parse('apiVersion: v1\nkind: List\nitems: []\n---\napiVersion: v1\nkind: List\nitems:\n').manifests,
      [],
    ));
  test('each bad item has its own fault, the others stay', () => {
    const text =
      'apiVersion: v1\nkind: List\nitems:\n- 1\n- {kind: List, items: []}\n- {apiVersion: v1, kind: A, metadata: {name: a}}\n- {apiVersion: v1, kind: A}\n';
    assert.deepEqual(faultsOf(text), ['not-an-object 3 1', 'nested-list 5 1', 'missing-field 7 1']);
    assert.deepEqual(names(text), ['A/a']);
  });
  test('a kind that only ends in List and has no items is an object', () =>
    assert.deepEqual(names('apiVersion: a.b/v1\nkind: AllowList\nmetadata: {name: a}\nspec: {items: [1]}\n'), [
      'AllowList/a',
    ]));
  test('items that are no list are refused', () =>
    assert.deepEqual(faultsOf('apiVersion: v1\nkind: List\nitems: {a: b}\n'), ['invalid-field 3 1']));
});

describe('JSON', () => {
  test('documents may follow one another', () =>
    assert.deepEqual(names(`${json('a')}\n${json('b')}${json('c')}`), ['ConfigMap/a', 'ConfigMap/b', 'ConfigMap/c']));
  test('may be a document of YAML', () =>
    assert.deepEqual(names(`# a\n${json('a')}\n---\n${json('b')}\n`), ['ConfigMap/a', 'ConfigMap/b']));
  test('two documents without --- in YAML are refused', () =>
    assert.deepEqual(
      faultsOf(`# a\n${json('a')}\n${json('b')}\n`).map((fault) => fault.split(' ')[0]),
      ['yaml-syntax'],
    ));
  test('with a byte order mark is read', () => assert.deepEqual(names(`\ufeff${json('a')}`), ['ConfigMap/a']));
});

describe('what the server writes is left out, with a note', () => {
  const text = configMap(
    '  uid: u\n  resourceVersion: "1"\n  creationTimestamp: null\n  generation: 1\n  selfLink: /a\n  managedFields: [{manager: m}]\n  annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}", a: b}\nstatus: {phase: Active}\n',
  );
  test('the body is without it', () => {
    assert.deepEqual(parse(text).manifests[0]?.body, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', annotations: { a: 'b' } },
    });
  });
  test('one note names it all', () => {
    const fields = [
      'status',
      'metadata.uid',
      'metadata.resourceVersion',
      'metadata.creationTimestamp',
      'metadata.generation',
      'metadata.selfLink',
      'metadata.managedFields',
      'last-applied-configuration',
    ];
    const [note, ...more] = parse(text).notes;
    assert.deepEqual(
      fields.filter((field) => !note?.message.includes(field)),
      [],
    );
    assert.deepEqual(more, []);
  });
  test('metadata that an alias shares keeps it elsewhere', () => {
    const { body } =
      parse('x: &m {name: a, uid: u}\napiVersion: v1\nkind: A\nmetadata: *m\n').manifests[0] ?? assert.fail();
    assert.deepEqual([body['x'], body['metadata']], [{ name: 'a', uid: 'u' }, { name: 'a' }]);
  });
});

describe('policies', () => {
  test('prune "false"', () => assert.deepEqual(policies('couplet.dev/prune: "false"'), { prune: false, force: true }));
  test('force "false"', () => assert.deepEqual(policies('couplet.dev/force: "false"'), { prune: true, force: false }));
  test('wave "-1000"', () =>
    assert.deepEqual(policies('couplet.dev/wave: "-1000"'), { prune: true, force: true, wave: -1000 }));
  test('ignore-health "true"', () =>
    assert.deepEqual(policies('couplet.dev/ignore-health: "true"'), { prune: true, force: true, ignoreHealth: true }));
  test('recreate "true"', () =>
    assert.deepEqual(policies('couplet.dev/recreate: "true"'), { prune: true, force: true, recreate: true }));
  test('apply if-not-present', () =>
    assert.deepEqual(policies('couplet.dev/apply: if-not-present'), { prune: true, force: true, ifNotPresent: true }));
  for (const bad of [
    'ignore-health: yes',
    'recreate: always',
    'apply: never',
    'prune: false',
    'prune: "no"',
    'force: "True"',
    'wave: 1',
    'wave: "1.5"',
    'wave: "1001"',
    'wave: ""',
    'wave: "1e2"',
  ]) {
    test(`${bad} is refused`, () =>
      assert.deepEqual(faultsOf(annotated(`couplet.dev/${bad}`)), ['invalid-annotation 6 1']));
  }
  test('an unknown one names the nearest', () =>
    assert.match(
      parse(annotated('couplet.dev/wav: "1"')).faults[0]?.message ?? '',
      /did you mean couplet\.dev\/wave\?/,
    ));
  test('couplet.dev/source is refused', () =>
    assert.deepEqual(faultsOf(annotated('couplet.dev/source: a')), ['reserved-annotation 6 1']));
  test('annotations of others are theirs', () =>
    assert.deepEqual(faultsOf(annotated('couplet.development/prune: no')), []));
  test('the id label of a set is refused', () =>
    assert.deepEqual(faultsOf(configMap('  labels: {applyset.kubernetes.io/id: x}\n')), ['reserved-label 5 1']));
});

describe('a CustomResourceDefinition', () => {
  test('defines the versions that it serves', () => {
    const { manifests } = parse(definition('[{name: v1, served: true}, {name: v0, served: false}]'));
    assert.deepEqual(manifests[0]?.defines, {
      group: 'acme.io',
      kind: 'Car',
      plural: 'cars',
      versions: ['v1'],
      namespaced: true,
    });
  });
  test('that serves no version defines nothing', () => {
    assert.deepEqual(
      parse(definition('[{name: v1, served: false}]')).manifests.map(({ defines }) => defines),
      [undefined],
    );
  });
  test('that is none defines nothing and is left to the API server', () => {
    assert.deepEqual(
      parse(definition('none')).manifests.map(({ defines }) => defines),
      [undefined],
    );
  });
});

test('a file over the limit is not read', () => {
  const { faults } = parseManifests(Buffer.from(configMap()), 'f.yaml', { bytesLimit: 10 });
  assert.deepEqual(
    faults.map(({ code }) => code),
    ['too-large'],
  );
});

test('an object over 1.5 MiB has a note about etcd', () => {
  const { manifests, notes } = parse(configMap(`data: {a: "${'x'.repeat(1_600_000)}"}\n`));
  assert.equal(manifests.length, 1);
  assert.match(notes[0]?.message ?? '', /etcd/);
});
