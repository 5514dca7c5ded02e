import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { kubectl } from './support/kubectl.ts';
import { temporaryDirectory } from './support/temporaryDirectory.ts';
import { TestPair } from './support/testPair.ts';

const fixtures = join(import.meta.dirname, 'fixtures', 'varied');
const environments = [
  { name: 'ours', settle: 0 },
  { name: 'theirs', settle: 0 },
];

/** The fixtures as they are for one namespace: objects of the cluster have names that begin with it. */
async function manifests(place: string): Promise<Record<string, string>> {
  const names = await readdir(fixtures);
  const texts = await Promise.all(names.map(async (name) => await readFile(join(fixtures, name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, (texts[index] ?? '').replaceAll('PLACE', place)]));
}

let running: TestPair;
let ours: string;
let theirs: string;
let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
before(async () => {
  directory = await temporaryDirectory('kubectl');
  running = await TestPair.start({ environments, files: { 'ours/none.txt': '', 'theirs/none.txt': '' } });
  ours = running.namespace('ours');
  theirs = running.namespace('theirs');
  for (const place of [ours, theirs]) {
    for (const [name, text] of Object.entries(await manifests(place))) {
      const file = join(directory.path, place, name === 'definition.yaml' ? 'definition' : 'rest', name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
});
after(async () => {
  await running.pair.applier?.terminate();
  for (const place of [ours, theirs]) {
    const files = ['-R', '-f', join(directory.path, place)];
    await use('-n', place, 'delete', '--ignore-not-found', '--wait=false', ...files).catch(() => {});
  }
  await running[Symbol.asyncDispose]();
  await directory[Symbol.asyncDispose]();
});

async function use(...words: string[]): Promise<string> {
  return await kubectl(running.pair.options.kubeconfig, ...words);
}

type Entry = { manager: string; operation: string; subresource?: string; fieldsV1: Record<string, unknown> };
type Live = {
  kind: string;
  metadata: {
    name: string;
    uid: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    managedFields?: Entry[];
  } & Record<string, unknown>;
  status?: unknown;
} & Record<string, unknown>;

/** What is given by the server to each object anew. */
const given = ['uid', 'resourceVersion', 'creationTimestamp', 'managedFields', 'generation'];
const drawn = ['clusterIP', 'clusterIPs'];
const ourMarks = [
  'couplet.dev/digest',
  'couplet.dev/source',
  'applyset.kubernetes.io/part-of',
  'deployment.kubernetes.io/revision',
];

/** An object without what tells the two apart, as text with the same place. */
function normal(object: Live, place: string): unknown {
  const text = JSON.stringify(object).replaceAll(place, 'PLACE').replaceAll(object.metadata.uid, 'UID');
  const { status: _status, metadata, ...rest } = JSON.parse(text) as Live;
  for (const key of given) delete metadata[key];
  for (const map of ['labels', 'annotations'] as const) {
    for (const mark of ourMarks) delete metadata[map]?.[mark];
    if (Object.keys(metadata[map] ?? {}).length === 0) delete metadata[map];
  }
  const spec = rest['spec'];
  if (object.kind === 'Service' && typeof spec === 'object' && spec !== null) {
    for (const key of drawn) if (Reflect.get(spec, key) !== undefined) Reflect.set(spec, key, 'drawn');
  }
  return { ...rest, metadata };
}

/** The fields that the manager applied, apart from our marks. */
function owned(object: Live, manager: string, place: string): unknown {
  const entry = object.metadata.managedFields?.find(
    (candidate) => candidate.manager === manager && candidate.operation === 'Apply',
  );
  const fields = JSON.stringify(entry?.fieldsV1 ?? {}).replaceAll(place, 'PLACE');
  return JSON.parse(fields, (key, value: unknown) => {
    if (ourMarks.includes(key.slice(2))) return undefined;
    const isEmpty = ['f:metadata', 'f:labels', 'f:annotations'].includes(key) && JSON.stringify(value) === '{}';
    return isEmpty ? undefined : value;
  });
}

async function read(place: string): Promise<Live[]> {
  const files = ['-R', '-f', join(directory.path, place)];
  const text = await use('-n', place, 'get', '-o', 'json', '--show-managed-fields', ...files);
  const { items } = JSON.parse(text) as { items: Live[] };
  return items.toSorted((a, b) => (nameOf(a, place) < nameOf(b, place) ? -1 : 1));
}

function nameOf({ kind, metadata }: Live, place: string): string {
  return `${kind} ${metadata.name.replaceAll(place, 'PLACE')}`;
}

test('what Couplet applies is equal to what kubectl apply --server-side makes of the same files, and it owns the same fields', async () => {
  const definition = join(directory.path, theirs, 'definition');
  const applying = ['-n', theirs, 'apply', '--server-side', '-f'];
  await use(...applying, definition);
  await use('wait', '--for=condition=Established', '-f', definition);
  await use(...applying, join(directory.path, theirs, 'rest'));

  const files = Object.entries(await manifests(ours)).map(([name, text]) => [`ours/${name}`, text]);
  await running.pair.push('Say it all', { write: Object.fromEntries(files) });
  const { counts } = await running.applied('ours');

  const [mine, other] = [await read(ours), await read(theirs)];
  assert.equal(mine.length, counts?.['created']);
  assert.ok(mine.length > 35, `${mine.length} objects`);
  assert.deepEqual(
    mine.map((object) => normal(object, ours)),
    other.map((object) => normal(object, theirs)),
  );
  assert.deepEqual(
    mine.map((object) => [nameOf(object, ours), owned(object, 'couplet', ours)]),
    other.map((object) => [nameOf(object, theirs), owned(object, 'kubectl', theirs)]),
  );
});
