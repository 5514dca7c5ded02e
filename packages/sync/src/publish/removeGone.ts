import { listPublications, removePublication } from '@couplet/volume';

/** Removes the publications of environments that are no longer configured; answers their names. */
export async function removeGone(root: string, configured: readonly string[]): Promise<string[]> {
  const gone = (await listPublications(root)).filter((name) => !configured.includes(name));
  for (const name of gone) await removePublication(root, name);
  return gone;
}
