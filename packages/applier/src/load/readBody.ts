import { readFileAt, type TreeId } from '@couplet/volume';
import type { JsonObject, ManifestEntry } from './manifest.ts';
import { fileLimit, parseManifests } from './parseManifests.ts';

/**
 * Reads the body of a manifest again from the immutable tree. `prefix` is what stands before the path of the file in
 * `entry.source.file`. Throws as readFileAt does, and an Error when the tree holds another body than `entry` says.
 */
export async function readBody(root: string, tree: TreeId, prefix: string, entry: ManifestEntry): Promise<JsonObject> {
  const { file, line } = entry.source;
  const path = prefix === '' ? file : file.slice(prefix.length + 1);
  const bytes = await readFileAt(root, tree, path, { limit: fileLimit });
  const manifest = parseManifests(bytes, file).manifests[entry.ordinal];
  if (manifest?.digest === entry.digest) return manifest.body;
  const found = manifest === undefined ? 'no manifest' : `digest ${manifest.digest}`;
  throw new Error(
    `Cannot read ${file}:${line} of tree ${tree}: expected a manifest of digest ${entry.digest}, found ${found}`,
  );
}
