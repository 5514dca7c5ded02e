import { Definitions } from './definitions.ts';
import { withDefinedKinds } from './kinds.ts';
import { Suspects } from './suspects.ts';

/** What a plan remembers for the next one of the same environment. A plan is the same with it and without. */
export class PlanMemory {
  /** The objects of the last plan. */
  readonly definitions = new Definitions(withDefinedKinds);
  readonly suspects = new Suspects();
}
