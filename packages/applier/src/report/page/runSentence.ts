import type { RunRecord } from '../../history/runRecord.ts';
import { shortId } from './commit.ts';
import { count } from './durations.ts';
import { errorCount } from './errorCount.ts';
import { runWord } from './runWord.ts';

/** How a run ended, as a sentence. */
export function runSentence(run: RunRecord): string {
  const commit = shortId(run.publication.commit);
  const word = runWord(run);
  switch (word) {
    case 'running':
      return `${commit} is being applied.`;
    case 'applied':
      return `${commit} was applied.`;
    case 'healthy':
      return `${commit} was applied and became healthy.`;
    case 'degraded':
      return `${commit} was applied and is not healthy.`;
    case 'failed':
      return `${errorCount(run)} kept ${commit} from being applied completely.`;
    case 'held':
      return `${commit} was applied, but ${count(run.counts.held, 'delete')} waited for a person.`;
    case 'stalled':
      return 'There was nothing to apply from.';
    case 'superseded':
      return `${commit} gave way to a newer one.`;
    case 'rolled-back':
      return `${shortId(run.rollback?.commit ?? '')} was applied in the place of ${commit}.`;
    default:
      word satisfies never;
      return '';
  }
}
