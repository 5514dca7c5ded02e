import type { Pair } from '../../test/support/pair.ts';
import { readPublication } from '../../packages/volume/src/index.ts';
import type { TreesKept } from './treesKept.ts';

/** Looks at what an environment has published, and what the applier names; neither is a failure when it cannot be read. */
export async function follow(pair: Pair, environment: string, kept: TreesKept): Promise<void> {
  const read = await readPublication(pair.volume, environment);
  if (read.kind === 'publication') kept.published(read.publication.commit, Date.parse(read.publication.publishedAt));
  const answer = await pair.environment(environment).catch(() => undefined);
  if (answer === undefined) return;
  const { published, applied, healthy } = answer;
  const named = [published, applied, healthy].flatMap((one) => one?.tree ?? []);
  kept.named(named, Date.now());
}
