import { FileTooLargeError, readFile, type FileEntry, type TreeId } from '@couplet/volume';
import type { ParsedFile } from './addDocument.ts';
import type { BodyCache } from './bodyCache.ts';
import type { LoadedFile, Manifest, ManifestEntry } from './manifest.ts';
import { ownString } from './ownString.ts';
import { fileLimit, parseManifests, tooLarge } from './parseManifests.ts';

/** One file of the volume: `entry` of the directory `tree`, shown to people as `file`. */
export type FileOnVolume = { root: string; tree: TreeId; entry: FileEntry; file: string };

/** Reads and parses one file, and keeps its bodies in `bodies` for as long as they fit. Throws DamagedTreeError. */
export async function loadFile({ root, tree, entry, file }: FileOnVolume, bodies: BodyCache): Promise<LoadedFile> {
  const { manifests, faults, notes } = await readManifests({ root, tree, entry, file }, bodies);
  return { file, blob: entry.id, manifests, faults, notes };
}

async function readManifests(
  { root, tree, entry, file }: FileOnVolume,
  bodies: BodyCache,
): Promise<Omit<ParsedFile, 'manifests'> & { manifests: ManifestEntry[] }> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(root, tree, entry, { limit: fileLimit });
  } catch (error) {
    if (!(error instanceof FileTooLargeError)) throw error;
    return { manifests: [], faults: [tooLarge(file, error.size, error.limit)], notes: [] };
  }
  const parsed = parseManifests(bytes, file);
  for (const { digest, canonical } of parsed.manifests) bodies.put(digest, canonical);
  return { ...parsed, manifests: parsed.manifests.map(entryOf) };
}

/** The index outlives the text of its files, so that its strings must not be parts of it. */
function entryOf({ source, ordinal, digest, policies, ...manifest }: Manifest): ManifestEntry {
  const { namespace, defines } = manifest;
  return {
    apiVersion: ownString(manifest.apiVersion),
    group: ownString(manifest.group),
    version: ownString(manifest.version),
    kind: ownString(manifest.kind),
    name: ownString(manifest.name),
    ...(namespace === undefined ? {} : { namespace: ownString(namespace) }),
    ...(defines === undefined ? {} : { defines: structuredClone(defines) }),
    source,
    ordinal,
    digest,
    policies,
  };
}
