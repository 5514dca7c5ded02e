import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kubectl } from './kubectl.ts';
import { buildDirectory, k8s, placed } from './manifests.ts';

/**
 * Applies all of an overlay but its Deployment, whose images no registry has, with kubectl and as its administrator.
 * `places` is as in `placed`; `directory` keeps the objects. Resolves to their file.
 */
export async function installOverlay(
  overlay: string,
  { kubeconfig, directory, places }: { kubeconfig: string; directory: string; places: Record<string, string> },
): Promise<string> {
  const objects = placed(await buildDirectory(join(k8s, 'overlays', overlay)), places);
  const file = join(directory, 'overlay.json');
  const items = objects.filter(({ kind }) => kind !== 'Deployment');
  await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  await kubectl(kubeconfig, 'apply', '--server-side', '--force-conflicts', '-f', file);
  return file;
}
