import type { Config } from '@couplet/config';
import type { Emit, Stage } from './events.ts';
import type { Repository } from './fetch/repository.ts';

/** What is remembered of the volume between passes; a new process knows nothing and looks. */
export type VolumeMemory = {
  /** Its directories were made, and nothing failed on it since. */
  prepared: boolean;
  /** A published tree is damaged, and the objects to mend it have to be fetched. */
  damaged: boolean;
  /** Milliseconds since the epoch; before that the published trees are not read through again. */
  nextCheck: number;
  /** Trees that a kill left behind were looked for. */
  swept: boolean;
};

/** What one pass is handed. */
export type PassContext = {
  readonly number: number;
  readonly config: Config;
  readonly repository: Repository;
  readonly volume: VolumeMemory;
  readonly emit: Emit;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Says that the loop turns. */
  readonly beat: () => void;
};

/** Runs one stage of a pass and reports how long it took, also when it fails. */
export async function timed<T>(context: PassContext, stage: Stage, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  try {
    return await work();
  } finally {
    const seconds = (performance.now() - started) / 1000;
    context.beat();
    context.emit({ kind: 'stage', at: context.now(), pass: context.number, stage, seconds });
  }
}
