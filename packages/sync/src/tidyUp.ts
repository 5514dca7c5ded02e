import { bringHealthy } from './bringHealthy.ts';
import { mendReported } from './mendReported.ts';
import type { PassContext } from './passContext.ts';
import { timed } from './passContext.ts';
import type { HistoryEntry } from './publish/history.ts';
import { removeGone } from './publish/removeGone.ts';
import { sweepTrees } from './publish/sweepTrees.ts';

/** What can wait until the publications are out, also the removal of those that are not configured any more. A failure is reported and tried again at the next pass. */
export async function tidyUp(
  context: PassContext,
  published: readonly HistoryEntry[],
  signal: AbortSignal,
): Promise<void> {
  const { config, repository, volume, applier, emit, now } = context;
  try {
    await timed(context, 'tidy', async () => {
      const names = config.environments.map(({ name }) => name);
      for (const environment of await removeGone(config.volume, names))
        emit({ kind: 'removed', at: now(), environment });
      const applied = await applier.ask(signal);
      if (applied !== undefined) {
        emit({ kind: 'applier', at: now(), requests: [], environments: applied });
        await mendReported(context, applied, signal);
        await bringHealthy(context, applied, signal);
      }
      const named = applier.trees(names);
      const sweep = named === undefined ? 'leftovers' : 'all';
      const always = volume.swept !== 'all' && volume.swept !== sweep;
      const removedTrees = await sweepTrees(config.volume, published, { now: now(), named, always, signal });
      if (always) volume.swept = sweep;
      const newGitDirectory = await repository.tidy(signal);
      emit({ kind: 'tidied', at: now(), removedTrees, newGitDirectory });
    });
  } catch (error) {
    signal.throwIfAborted();
    emit({ kind: 'tidyFailed', at: now(), error });
  }
}
