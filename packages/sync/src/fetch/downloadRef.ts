import { Errors } from 'isomorphic-git';
import type { CommitId } from '@couplet/volume';
import type { FetchedCommit } from '../fetchedCommit.ts';
import type { Stalled } from '../stalled.ts';
import type { GitDirectory } from './gitDirectory.ts';
import type { Remote } from './remote.ts';
import { isCommitId, remoteRefs } from './remoteRefs.ts';
import { stalledRef } from './stalledRef.ts';

/** An incremental pack may always have this many bytes, and more where the directory holds more. */
const smallPack = 8 * 1024 * 1024;

export type Head = {
  readonly kind: 'fetched';
  readonly head: FetchedCommit;
  /** The full name under which the server has it. */
  readonly remoteRef: string;
  /** The ref's object on the server: the commit, or an annotated tag. */
  readonly id: string;
  /** The commit from which the fetch went on; undefined when it started anew. */
  readonly from: CommitId | undefined;
};

/**
 * Brings the objects of one configured ref into a git directory, with depth 1 at first and later what is missing since.
 * Rejects with RemoteError (`tooLarge` when going on costs more than starting anew), or with what made an object
 * unreadable here.
 */
export async function downloadRef(
  remote: Remote,
  directory: GitDirectory,
  ref: string,
  largestPack: number,
  signal: AbortSignal,
): Promise<Head | Stalled> {
  if (isCommitId(ref)) return downloadCommit(remote, directory, ref, largestPack, signal);
  for (const remoteRef of remoteRefs(ref)) {
    const from = await directory.have(remoteRef);
    const depth = from === undefined ? 1 : undefined;
    const limit = from === undefined ? largestPack : Math.max(smallPack, directory.packs.bytes);
    const found = await remote.fetchRef(directory, { remoteRef, depth, limit }, signal);
    if (found.kind === 'empty') return stalledRef(ref, 'empty');
    if (found.kind === 'missing') continue;
    const head = await readHead(directory, found.id);
    if (head === undefined) return stalledRef(ref, 'not a commit');
    await directory.recordHave(remoteRef, head.commit);
    return { kind: 'fetched', head, remoteRef, id: found.id, from };
  }
  return stalledRef(ref, 'missing');
}

async function downloadCommit(
  remote: Remote,
  directory: GitDirectory,
  id: string,
  limit: number,
  signal: AbortSignal,
): Promise<Head | Stalled> {
  const here = await readHead(directory, id).catch(() => {});
  if (here !== undefined) return { kind: 'fetched', head: here, remoteRef: id, id, from: undefined };
  const found = await remote.fetchRef(directory, { remoteRef: id, depth: 1, limit }, signal);
  if (found.kind === 'empty') return stalledRef(id, 'empty');
  // A refusal comes as a line that isomorphic-git takes for an answer without objects.
  const head = await readHead(directory, id).catch(() => {});
  return head === undefined ? stalledRef(id, 'refused') : { kind: 'fetched', head, remoteRef: id, id, from: undefined };
}

async function readHead(directory: GitDirectory, id: string): Promise<FetchedCommit | undefined> {
  try {
    const head = await directory.readCommit(id);
    directory.readTree(head.tree);
    return head;
  } catch (error) {
    if (error instanceof Errors.ObjectTypeError) return undefined;
    throw error;
  }
}
