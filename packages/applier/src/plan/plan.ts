import type { RunError } from '../events.ts';
import type { Fault } from '../load/manifest.ts';
import type { DefiningFiles } from './definitions.ts';
import { isServed, kindKey, type Kinds } from './kinds.ts';
import type { LiveObject } from './liveObject.ts';
import { PlanMemory } from './planMemory.ts';
import { planPrune, type Kept, type PruneRules } from './planPrune.ts';
import type { Resolved } from './resolveEntry.ts';
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
  files: DefiningFiles;
  /** What plans of these files and this set remember, so that what is as it was costs nothing. */
  memory?: PlanMemory;
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
  const { memory = new PlanMemory(), live } = input;
  const { objects, errors: refused } = memory.definitions.update(input.files, input.kinds, input.namespace);
  const errors = [...input.faults, ...refused];
  let claimed = 0;
  const apply: ApplyStep[] = [];
  const drifted: Resolved[] = [];
  const undefinedMembers: LiveObject[] = [];
  for (const id of memory.suspects.look(objects, live)) {
    const object = objects.get(id);
    const member = live.get(id);
    if (object === undefined) {
      if (member === undefined) memory.suspects.settled(id);
      else undefinedMembers.push(member);
      continue;
    }
    const owner = otherOwner(object, input);
    if (owner !== undefined) {
      claimed += 1;
      errors.push(refuseClaimed(object, owner));
      continue;
    }
    const reason = applyReason(object, member, input);
    // What others made may be missing the next time, and nobody tells.
    if (reason === undefined && object.entry.policies.ifNotPresent !== true) memory.suspects.settled(id);
    if (reason === 'drifted' && input.drift === 'detect') drifted.push(object);
    if (reason === undefined || (reason === 'drifted' && input.drift === 'detect')) continue;
    if (reason === 'drifted' && input.resting?.has(id) === true) continue;
    const wave = object.entry.policies.wave ?? waveOf(kindKey(object.entry.group, object.entry.kind));
    apply.push({ ...object, wave, reason });
  }
  if (objects.size === 0 && errors.length === 0) errors.push(emptyTree(input));
  const defined = objects.size - claimed;
  const counts = { objects: defined, unchanged: defined - apply.length, drifted };
  const steps = { ...counts, apply: inOrder(apply), errors };
  if (errors.length > 0) return { ...steps, prune: [], kept: [], blocked: input.gate === 'all' };
  const leaving = undefinedMembers.filter(({ id }) => !objects.has(twinOf(id) ?? id));
  // Nearly always every member is defined, and then the namespaces of all objects need not be gathered.
  if (leaving.length === 0) return { ...steps, prune: [], kept: [], blocked: false };
  const { prune, kept } = planPrune(leaving, {
    ...input.rules,
    members: live.size,
    occupied: new Set([...objects.values()].flatMap(({ namespace }) => namespace ?? [])),
  });
  return { ...steps, prune: inReverseOrder(prune), kept, blocked: false };
}

function applyReason(
  { id, entry }: Resolved,
  live: LiveObject | undefined,
  { present, kinds }: PlanInput,
): ApplyReason | undefined {
  if (entry.policies.ifNotPresent === true && (live !== undefined || present?.has(id) === true)) return undefined;
  if (live === undefined) return 'new';
  if (!live.owned || live.digest !== entry.digest) return 'changed';
  // The objects of that kind only say that there is no such kind: the definition must say again why.
  if (entry.defines !== undefined && !isServed(kinds, entry.defines)) return 'unserved';
  return live.drifted === true ? 'drifted' : undefined;
}

/** The other environment that an object belongs to: two that apply one object would take it from each other for ever. */
function otherOwner({ id }: Resolved, { claims }: PlanInput): string | undefined {
  const owner = claims?.owners.get(id);
  return owner === claims?.environment ? undefined : owner;
}

function refuseClaimed({ id, entry }: Resolved, owner: string): RunError {
  const message = `Cannot apply ${id}: an object belongs to one environment, found that it belongs to ${owner}`;
  return { code: 'claimed', message, id, ...entry.source };
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
