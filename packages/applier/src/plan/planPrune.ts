import type { LiveObject } from './liveObject.ts';
import { heldKinds } from './waves.ts';

/** Why an object that left the repository is not deleted; each reason is a rule of docs/prune.md. */
export type KeepReason =
  | 'not owned by Couplet'
  | 'its kind could not be listed'
  | 'already being deleted'
  | 'belongs to Couplet itself'
  | 'kept by annotation couplet.dev/prune'
  | 'a namespace that still holds objects of the set'
  | 'prune is off for this environment';

export type Kept = { id: string; outcome: 'skipped' | 'held'; reason: string };

export type PruneRules = {
  prune: boolean;
  pruneLimit: { count: number; percent: number };
  /** Namespace in which the applier and its set parents live. */
  ownNamespace: string;
  /** Size of the set, for the percentage. */
  members: number;
  /** Namespaces for which the repository has objects. */
  occupied?: ReadonlySet<string>;
  /** A person released exactly these deletes. */
  released?: boolean;
};

/** Splits the members that left the repository into those to delete and those to keep, with the reason. */
export function planPrune(leaving: LiveObject[], rules: PruneRules): { prune: LiveObject[]; kept: Kept[] } {
  const prune: LiveObject[] = [];
  const kept: Kept[] = [];
  const occupied = new Set(rules.occupied);
  // Namespaces last: what stays in one keeps it (P8).
  const ordered = leaving.toSorted((a, b) => Number(a.kind === 'Namespace') - Number(b.kind === 'Namespace'));
  for (const live of ordered) {
    const reason = keepReason(live, rules, occupied);
    if (reason === undefined) {
      prune.push(live);
      continue;
    }
    kept.push({ id: live.id, outcome: 'skipped', reason });
    if (live.namespace !== undefined && live.owned) occupied.add(live.namespace);
  }
  const hold = rules.released === true ? undefined : holdReason(prune, rules);
  if (hold === undefined) return { prune, kept };
  return { prune: [], kept: [...kept, ...prune.map(({ id }) => ({ id, outcome: 'held' as const, reason: hold }))] };
}

function keepReason(live: LiveObject, rules: PruneRules, occupied: ReadonlySet<string>): KeepReason | undefined {
  if (!live.owned) return 'not owned by Couplet';
  if (live.unlisted === true) return 'its kind could not be listed';
  if (live.deleting) return 'already being deleted';
  if (live.couplet || isOwn(live, rules.ownNamespace)) return 'belongs to Couplet itself';
  if (live.keep) return 'kept by annotation couplet.dev/prune';
  if (!rules.prune) return 'prune is off for this environment';
  if (live.kind === 'Namespace' && occupied.has(live.name)) return 'a namespace that still holds objects of the set';
  return undefined;
}

/** Couplet's own namespace, and in it the parents of sets, records of runs and leases (P9). */
function isOwn({ id, namespace, name }: LiveObject, ownNamespace: string): boolean {
  return id === `Namespace/${ownNamespace}` || (namespace === ownNamespace && /^couplet(?:-|$)/.test(name));
}

function holdReason(prune: LiveObject[], rules: PruneRules): string | undefined {
  const dangerous = prune.find((live) => heldKinds.has(live.kind));
  if (dangerous !== undefined) return `deleting ${dangerous.id} takes more with it than itself`;
  const { count, percent } = rules.pruneLimit;
  const share = (prune.length / rules.members) * 100;
  if (prune.length <= count || share <= percent) return undefined;
  return `${prune.length} of ${rules.members} objects would be deleted, more than pruneLimit allows (${count} and ${percent} %)`;
}
