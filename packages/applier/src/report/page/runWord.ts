import type { RunSummary } from '../../history/runRecord.ts';

/** How a run ended, in the words that environments have for their state. */
export type RunWord =
  | 'running'
  | 'applied'
  | 'healthy'
  | 'degraded'
  | 'failed'
  | 'held'
  | 'stalled'
  | 'superseded'
  | 'rolled-back';

type Ended = Pick<RunSummary, 'endedAt' | 'result' | 'health' | 'rollback'>;

/** A run without an end goes on; what became of the objects later counts more than that they were applied. */
export function runWord({ endedAt, result, health, rollback }: Ended): RunWord {
  if (endedAt === undefined || result === undefined) return 'running';
  if (rollback !== undefined && (result === 'applied' || result === 'held')) return 'rolled-back';
  if (health?.result === 'degraded') return 'degraded';
  return health?.result === 'healthy' && result === 'applied' ? 'healthy' : result;
}
