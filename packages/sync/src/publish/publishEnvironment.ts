import type { Environment } from '@couplet/config';
import { readPublication, repairTree, writePublication, writeTree } from '@couplet/volume';
import type { ObjectSource, Publication, TreeId, WriteReport } from '@couplet/volume';
import type { FetchedCommit } from '../fetchedCommit.ts';
import type { SyncRequest } from '../syncRequest.ts';
import { causeOf } from './causeOf.ts';

export type WantedPublication = {
  readonly environment: Environment;
  /** URL without credentials. */
  readonly repository: string;
  readonly head: FetchedCommit;
  /** The environment's directory at that commit. */
  readonly tree: TreeId;
  /** Milliseconds since the epoch. */
  readonly fetchedAt: number;
  /** Those that asked for it, oldest first; none when a poll found it. */
  readonly requests: readonly SyncRequest[];
  /** In the first pass of a process. */
  readonly isFirst: boolean;
};

export type PublishOptions = {
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Something on the volume is damaged: read every byte of the tree instead of trusting what is there. */
  readonly verify: boolean;
};

const mostDeliveries = 20;

/**
 * Makes an environment's publication name this commit, its tree first. Writes nothing when it does already, so that the
 * answer is undefined; a commit that moved without changing the tree is published too.
 */
export async function publishEnvironment(
  root: string,
  wanted: WantedPublication,
  source: ObjectSource,
  options: PublishOptions,
): Promise<(WriteReport & { readonly publication: Publication }) | undefined> {
  const { environment, head, tree, repository } = wanted;
  const read = await readPublication(root, environment.name);
  const before = read.kind === 'publication' ? read.publication : undefined;
  const { signal } = options;
  // Also when nothing changed: a tree that vanished from the volume comes back.
  const report = options.verify
    ? await repairTree(root, tree, source, { signal })
    : await writeTree(root, tree, source, { signal, ...(before === undefined ? {} : { previous: before.tree }) });
  const isSame =
    before?.commit === head.commit &&
    before.tree === tree &&
    before.ref === environment.ref &&
    before.repository === repository;
  if (isSame) return undefined;
  const publication = describe(wanted, report, options.now());
  await writePublication(root, publication);
  return { ...report, publication };
}

function describe(wanted: WantedPublication, report: WriteReport, now: number): Publication {
  const { environment, head, tree, repository, fetchedAt, requests } = wanted;
  const received = requests[0]?.receivedAt;
  return {
    format: 1,
    environment: environment.name,
    commit: head.commit,
    tree,
    ref: environment.ref,
    repository,
    author: head.author,
    committedAt: head.committedAt,
    subject: head.subject,
    publishedAt: new Date(now).toISOString(),
    fetchedAt: new Date(fetchedAt).toISOString(),
    ...(received === undefined ? {} : { receivedAt: new Date(received).toISOString() }),
    deliveries: requests.flatMap(({ delivery }) => delivery ?? []).slice(-mostDeliveries),
    cause: causeOf(requests, wanted),
    skipped: report.skipped,
  };
}
