import type { NotifyEvent } from '@couplet/config';
import type { EnvironmentStatus } from '../report/environmentStatus.ts';

/** States in which an environment is not as the repository wants it, or will not stay so without a person. */
export type TroubleState = Exclude<NotifyEvent, 'recovered'>;

/**
 * How an environment is, as far as somebody may have to be told. Times are milliseconds since 1970.
 * `pending`: nothing can be said yet, as while what was applied is waited for.
 */
export type Condition =
  | { kind: 'pending'; since?: number; changes: number }
  | { kind: 'well'; at: number; changes: number; facts: EnvironmentStatus }
  | Trouble;

export type Trouble = {
  kind: 'trouble';
  state: TroubleState;
  /** When it was last well, or first seen. */
  since: number;
  /** Not told before: it may go away by itself. */
  tellAt: number;
  /** What is wrong, each as a short hash: the same cause has the same one after a restart. At most `mostCauses`. */
  causes: string[];
  /** How often the environment came into another state. */
  changes: number;
  facts: EnvironmentStatus;
};

export const mostCauses = 50;
