import type { Config } from '@couplet/config';
import { statusTarget } from './statusTarget.ts';

/** Why `sync.commitStatus` cannot be used as it is written; undefined when it can, or is not there. */
export function refuseCommitStatus(config: Config): string | undefined {
  if (config.sync.commitStatus === undefined) return undefined;
  const target = statusTarget(config);
  return target.kind === 'none' ? target.why : undefined;
}
