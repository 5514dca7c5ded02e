import type { LiveObject } from './liveObject.ts';
import { heldKinds } from './waves.ts';

/** Why an object that left the repository is not deleted; each reason is a rule of docs/prune.md. */
export type KeepReason =
  | 'not owned by Couplet'
  | 'already being deleted'
  | 'belongs to Couplet itself'
  | 'kept by annotation couplet.dev/prune'
  | 'prune is off for this environment';

export type Kept = { id: string; outcome: 'skipped' | 'held'; reason: string };

export type PruneRules = {
  prune: boolean;
  pruneLimit: { count: number; percent: number };
  /** Namespace in which the applier and its set parents live. */
  ownNamespace: string;
  /** Size of the set, for the percentage. */
  members: number;
};

/** Splits the members that left the repository into those to delete and those to keep, with the reason. */
export function planPrune(leaving: LiveObject[], rules: PruneRules): { prune: LiveObject[]; kept: Kept[] } {
  const prune: LiveObject[] = [];
  const kept: Kept[] = [];
  for (const live of leaving) {
    const reason = keepReason(live, rules);
    if (reason === undefined) prune.push(live);
    else kept.push({ id: live.id, outcome: 'skipped', reason });
  }
  const hold = holdReason(prune, rules);
  if (hold === undefined) return { prune, kept };
  return { prune: [], kept: [...kept, ...prune.map(({ id }) => ({ id, outcome: 'held' as const, reason: hold }))] };
}

function keepReason(live: LiveObject, rules: PruneRules): KeepReason | undefined {
  if (!live.owned) return 'not owned by Couplet';
  if (live.deleting) return 'already being deleted';
  if (live.couplet || live.id === `Namespace/${rules.ownNamespace}`) return 'belongs to Couplet itself';
  if (live.keep) return 'kept by annotation couplet.dev/prune';
  if (!rules.prune) return 'prune is off for this environment';
  return undefined;
}

function holdReason(prune: LiveObject[], rules: PruneRules): string | undefined {
  const dangerous = prune.find((live) => heldKinds.has(live.kind));
  if (dangerous !== undefined) return `deleting ${dangerous.id} takes more with it than itself`;
  const { count, percent } = rules.pruneLimit;
  const share = (prune.length / rules.members) * 100;
  if (prune.length <= count || share <= percent) return undefined;
  return `${prune.length} of ${rules.members} objects would be deleted, more than pruneLimit allows (${count} and ${percent} %)`;
}
