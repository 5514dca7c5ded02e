import { readPublication, writePublication } from '@couplet/volume';
import type { AppliedEnvironment } from './appliedEnvironment.ts';
import type { PassContext } from './passContext.ts';
import { repairTrees } from './repairTrees.ts';

/**
 * Mends at once what the applier found damaged when it read a published tree, and hands it the publication again, so that
 * it tries now and not after its backoff. A run whose word was acted on is not acted on twice.
 */
export async function mendReported(
  context: PassContext,
  environments: readonly AppliedEnvironment[],
  signal: AbortSignal,
): Promise<void> {
  const { config, volume } = context;
  const configured = new Set(config.environments.map(({ name }) => name));
  for (const { name, run, errors } of environments.filter((one) => configured.has(one.name))) {
    if (!errors.some(({ code }) => code === 'damaged-tree')) {
      volume.mended.delete(name);
      continue;
    }
    if (run !== undefined && volume.mended.get(name) === run) continue;
    if (!(await repairTrees(context, { signal, only: [name] }))) continue;
    const read = await readPublication(config.volume, name);
    if (read.kind === 'publication') await writePublication(config.volume, read.publication);
    if (run !== undefined) volume.mended.set(name, run);
  }
}
