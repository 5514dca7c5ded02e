import type { Config } from '@couplet/config';
import type { Emit, Stage } from './events.ts';
import type { Repository } from './fetch/repository.ts';
import type { SoughtCommits } from './wait/soughtCommits.ts';
import type { ApplierWord } from './follow/applierWord.ts';
import type { CheckHead } from './verify/headChecks.ts';

/** What is remembered of the volume between passes; a new process knows nothing and looks. */
export type VolumeMemory = {
  /** Its directories were made, and nothing failed on it since. */
  prepared: boolean;
  /** A published tree is damaged, and the objects to mend it have to be fetched. */
  damaged: boolean;
  /** Milliseconds since the epoch; before that the published trees are not read through again. */
  nextCheck: number;
  /** What a kill may have left behind was looked for: what is half written, or every tree that nobody needs. */
  swept: 'nothing' | 'leftovers' | 'all';
  /** By environment, the run of the applier whose word of a damaged tree was acted on last. */
  readonly mended: Map<string, string>;
};

/** What one pass is handed. */
export type PassContext = {
  readonly number: number;
  readonly config: Config;
  readonly repository: Repository;
  readonly volume: VolumeMemory;
  readonly sought: SoughtCommits;
  readonly applier: ApplierWord;
  readonly checkHead: CheckHead;
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
