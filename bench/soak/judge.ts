import { judgePacks } from './judgePacks.ts';
import { judgeSteady, steadyRules } from './judgeSteady.ts';
import { judgeTrees } from './judgeTrees.ts';
import type { Sample } from './sample.ts';
import type { Verdict } from './verdict.ts';

/** Each thing that may leak by its own rule; what the soak was too short for is said to be not judged. */
export function judge(samples: readonly Sample[]): Verdict[] {
  const steady = Object.keys(steadyRules) as (keyof typeof steadyRules)[];
  return [...steady.map((what) => judgeSteady(what, samples)), judgeTrees(samples), judgePacks(samples)];
}
