import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadAll } from 'js-yaml';
import { kubectlPath } from './kubectl.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

const run = promisify(execFile);

export const k8s = join(import.meta.dirname, '..', '..', 'k8s');

/** An object as it is in a manifest. */
export type ManifestObject = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
} & Record<string, unknown>;

/** What `kubectl apply -k` would send of a directory below k8s/. */
export async function buildDirectory(directory: string): Promise<ManifestObject[]> {
  const { stdout } = await run(await kubectlPath(), ['kustomize', directory], { maxBuffer: 16 * 1024 * 1024 });
  return loadAll(stdout) as ManifestObject[];
}

/** YAML text as kubectl reads it: kubectl's YAML is neither 1.1 nor 1.2. */
export async function readManifests(text: string): Promise<ManifestObject[]> {
  await using directory = await temporaryDirectory('manifests');
  await writeFile(join(directory.path, 'all.yaml'), text);
  await writeFile(join(directory.path, 'kustomization.yaml'), 'resources: [all.yaml]\n');
  return await buildDirectory(directory.path);
}

/** Objects by `Kind namespace/name`, so that two lists can be compared whatever their order. */
export function byName(objects: readonly ManifestObject[]): Record<string, ManifestObject> {
  return Object.fromEntries(
    objects
      .map((object): [string, ManifestObject] => {
        const { name, namespace = '' } = object.metadata;
        return [`${object.kind} ${namespace}/${name}`, object];
      })
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The one object of that kind and name; throws when there is none. */
export function objectOf(objects: readonly ManifestObject[], kind: string, name: string): ManifestObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`Cannot find ${kind} ${name}: there is none`);
  return found;
}

/**
 * The same objects in namespaces of a test, so that tests can share one cluster with each other and with the real thing.
 * `places` has the name of each namespace by its name in k8s/; names of cluster-wide objects follow that of `couplet`.
 */
export function placed(objects: readonly ManifestObject[], places: Record<string, string>): ManifestObject[] {
  const text = JSON.stringify(objects, (key, value: unknown) => {
    if (key === 'namespace' && typeof value === 'string') return places[value] ?? value;
    return value;
  });
  return (JSON.parse(text) as ManifestObject[]).map((object) => {
    const { kind, metadata } = object;
    if (kind === 'Namespace')
      return { ...object, metadata: { ...metadata, name: places[metadata.name] ?? metadata.name } };
    if (!kind.startsWith('ClusterRole')) return object;
    const name = `${places['couplet'] ?? 'couplet'}-applier`;
    const roleRef = 'roleRef' in object ? { roleRef: { ...(object['roleRef'] as object), name } } : {};
    return { ...object, ...roleRef, metadata: { ...metadata, name } };
  });
}
