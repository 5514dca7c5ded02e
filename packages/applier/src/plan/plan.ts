import type { RunError } from '../events.ts';
import type { Fault, ManifestEntry } from '../load/manifest.ts';
import { isServed, kindKey, withDefinedKinds, type Kinds } from './kinds.ts';
import type { LiveObject } from './liveObject.ts';
import { planPrune, type Kept, type PruneRules } from './planPrune.ts';
import { resolve, type Resolved } from './resolve.ts';
import { twinOf } from './twinOf.ts';
import { waveOf } from './waves.ts';

/** `unserved`: a definition that was applied before, and its kind is not served. */
export type ApplyReason = 'new' | 'changed' | 'unserved' | 'drifted';
export type ApplyStep = Resolved & { wave: number; reason: ApplyReason };
export type PruneStep = { live: LiveObject; wave: number };

/** What a pass will do, as data. Steps are in the order in which they run; `prune` only runs when nothing failed before it. */
export type Plan = {
  apply: ApplyStep[];
  /** With `drift: detect`: objects of which somebody else changed a field, left as they are. */
  drifted: Resolved[];
  prune: PruneStep[];
  kept: Kept[];
  unchanged: number;
  /** Objects that the repository defines. */
  objects: number;
  /** Any error empties `prune` (P1, P11). */
  errors: RunError[];
  /** `gate: all` and an error: `apply` is only checked, so that all errors come in one report, and nothing is written. */
  blocked: boolean;
};

export type PlanInput = {
  entries: Iterable<ManifestEntry>;
  faults: Fault[];
  live: ReadonlyMap<string, LiveObject>;
  kinds: Kinds;
  namespace: string;
  gate: 'all' | 'each';
  drift: 'correct' | 'detect';
  /** Ids of objects that are fought for: their drift is left alone for a while. */
  resting?: ReadonlySet<string>;
  /** Ids of objects outside the set that were found present and are only created when they are missing. */
  present?: ReadonlySet<string>;
  /** Who has which object, by object id, where other environments run beside this one. */
  claims?: { environment: string; owners: ReadonlyMap<string, string> };
  rules: Omit<PruneRules, 'members'>;
  /** Where manifests are looked for, for the message about an empty tree: `staging at commit 1a2b3c4`. */
  place: string;
};

/** Pure: manifests, what the set holds and the policies give steps with reasons. */
export function plan(input: PlanInput): Plan {
  const entries = [...input.entries];
  const kinds = withDefinedKinds(
    input.kinds,
    entries.flatMap(({ defines }) => defines ?? []),
  );
  const { objects, errors } = resolve(entries, kinds, input.namespace);
  errors.unshift(...input.faults);
  errors.push(...refuseClaimed(objects, input));
  if (entries.length === 0 && errors.length === 0) errors.push(emptyTree(input));

  const apply: ApplyStep[] = [];
  const drifted: Resolved[] = [];
  for (const object of objects.values()) {
    const reason = applyReason(object, input);
    if (reason === 'drifted' && input.drift === 'detect') drifted.push(object);
    if (reason === undefined || (reason === 'drifted' && input.drift === 'detect')) continue;
    if (reason === 'drifted' && input.resting?.has(object.id) === true) continue;
    const wave = object.entry.policies.wave ?? waveOf(kindKey(object.entry.group, object.entry.kind));
    apply.push({ ...object, wave, reason });
  }
  const counts = { objects: objects.size, unchanged: objects.size - apply.length, drifted };
  const steps = { ...counts, apply: inOrder(apply), errors };
  if (errors.length > 0) return { ...steps, prune: [], kept: [], blocked: input.gate === 'all' };
  const leaving = [...input.live.values()].filter(({ id }) => !objects.has(id) && !objects.has(twinOf(id) ?? id));
  const { prune, kept } = planPrune(leaving, {
    ...input.rules,
    members: input.live.size,
    occupied: new Set([...objects.values()].flatMap(({ namespace }) => namespace ?? [])),
  });
  return { ...steps, prune: inReverseOrder(prune), kept, blocked: false };
}

function applyReason({ id, entry }: Resolved, input: PlanInput): ApplyReason | undefined {
  const live = input.live.get(id);
  if (entry.policies.ifNotPresent === true && (live !== undefined || input.present?.has(id) === true)) return undefined;
  if (live === undefined) return 'new';
  if (!live.owned || live.digest !== entry.digest) return 'changed';
  // The objects of that kind only say that there is no such kind: the definition must say again why.
  if (entry.defines !== undefined && !isServed(input.kinds, entry.defines)) return 'unserved';
  return live.drifted === true ? 'drifted' : undefined;
}

/** Takes out what belongs to another environment: two that apply one object would take it from each other for ever. */
function refuseClaimed(objects: Map<string, Resolved>, { claims }: PlanInput): RunError[] {
  if (claims === undefined) return [];
  const { environment, owners } = claims;
  const errors: RunError[] = [];
  for (const { id, entry } of objects.values()) {
    const owner = owners.get(id);
    if (owner === undefined || owner === environment) continue;
    objects.delete(id);
    const message = `Cannot apply ${id}: an object belongs to one environment, found that it belongs to ${owner}`;
    errors.push({ code: 'claimed', message, id, ...entry.source });
  }
  return errors;
}

function inOrder(steps: ApplyStep[]): ApplyStep[] {
  return steps.toSorted((a, b) => a.wave - b.wave);
}

function inReverseOrder(prune: LiveObject[]): PruneStep[] {
  return prune.map((live) => ({ live, wave: waveOf(live.kind) })).toSorted((a, b) => b.wave - a.wave);
}

function emptyTree({ place, live }: PlanInput): RunError {
  const kept = live.size === 0 ? '' : `; the ${live.size} objects in the cluster stay`;
  return {
    code: 'empty-tree',
    message: `Cannot apply ${place}: it must hold at least one manifest (*.yaml, *.yml, *.json), found none${kept}`,
  };
}
