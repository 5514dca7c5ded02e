import { numberAt } from '../fields.ts';
import { progressing, type Health } from '../healthResult.ts';

/** The first of the counts that is below what is wanted, as a sentence: `1 of 3 replicas are ready`. */
export function tooFew(wanted: number, counts: [done: string, count: number][], noun = 'replicas'): Health | undefined {
  const low = counts.find(([, count]) => count < wanted);
  return low && progressing(`${low[1]} of ${wanted} ${noun} are ${low[0]}`);
}

/** `spec.replicas`, which controllers read as 1 when it is absent. */
export function wantedReplicas(spec: unknown): number {
  return numberAt(spec, 'replicas') ?? 1;
}

/** Replicas of an older revision, or beyond what is wanted, that still exist. */
export function tooMany(wanted: number, replicas: number): Health | undefined {
  return replicas > wanted ? progressing(`${replicas - wanted} replicas too many are not gone yet`) : undefined;
}

/** Until a controller has written its status, zeros and absent counts say nothing. */
export function unseen(status: unknown): Health | undefined {
  return numberAt(status, 'observedGeneration') === undefined
    ? progressing('its controller has not seen it yet')
    : undefined;
}
