import type { PassContext } from './passContext.ts';
import { repairPublished } from './publish/repairPublished.ts';

/**
 * Reads every published byte of `only` these environments, or of all, mends what is damaged with the objects at hand, and
 * reports it. Answers whether all is well; if not, objects have to be fetched first, which is remembered for the next pass.
 */
export async function repairTrees(
  { config, volume, repository, emit, now }: PassContext,
  options: { readonly signal: AbortSignal; readonly only?: readonly string[] },
): Promise<boolean> {
  const repairs = await repairPublished(config.volume, repository.objects, options);
  for (const { environment, damages, files } of repairs) {
    for (const { file, problem } of damages.slice(0, 10))
      emit({ kind: 'damage', at: now(), environment, file, problem });
    if (files !== undefined) emit({ kind: 'repaired', at: now(), environment, files });
  }
  const isSound = repairs.every(({ files }) => files !== undefined);
  if (!isSound) Object.assign(volume, { damaged: true, nextCheck: 0 });
  return isSound;
}
