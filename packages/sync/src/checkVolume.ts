import { prepareVolume } from '@couplet/volume';
import type { PassContext } from './passContext.ts';
import { problemOf } from './problem.ts';
import type { Problem } from './problem.ts';
import { repairTrees } from './repairTrees.ts';
import type { Trigger } from './trigger.ts';

// Reading 50,000 files takes seconds: at most one part in 200 of the time goes into looking for damage.
const restPerCheck = 200;

/**
 * Makes the volume ready, and from time to time, but not on the way of a webhook, reads every published byte and mends what is damaged with the objects at
 * hand, so also while the remote is down. Answers what is wrong with the volume itself.
 */
export async function checkVolume(
  context: PassContext,
  { refs }: Trigger,
  signal: AbortSignal,
): Promise<Problem | undefined> {
  if (refs !== 'all' && context.volume.prepared) return undefined;
  try {
    await prepareVolume(context.config.volume);
    await repair(context, signal);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    return problemOf(error, `use the volume ${context.config.volume}`);
  }
}

async function repair(context: PassContext, signal: AbortSignal): Promise<void> {
  const { volume, now } = context;
  const started = now();
  if (started < volume.nextCheck) return;
  volume.damaged = false;
  if (await repairTrees(context, { signal })) volume.nextCheck = now() + (now() - started) * restPerCheck;
}
