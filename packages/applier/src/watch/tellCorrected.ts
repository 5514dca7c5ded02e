import { isNewer } from '../apply/compareMember.ts';
import type { Drift } from '../events.ts';
import type { PassDeps, PassState } from '../passContext.ts';
import type { Plan } from '../plan/plan.ts';
import { leftAlone, tellDrift } from './tellDrift.ts';

/** After a run: tells which drift it corrected, and which it left because of `drift: detect`. The run counted the requests. */
export async function tellCorrected(deps: PassDeps, state: PassState, plan: Plan): Promise<void> {
  const { drift, members, index } = state;
  const { environment, clock, record } = deps;
  const readBody = index.readBody.bind(index);
  const planned = new Map(plan.apply.map(({ id, entry }) => [id, entry]));
  const left = new Map(plan.drifted.map(({ id, entry }) => [id, entry]));
  const objects: Drift[] = [];
  for (const item of drift.items()) {
    const entry = planned.get(item.id);
    const detected = left.get(item.id);
    const live = members.members.get(item.id);
    if (entry !== undefined && live !== undefined && live.drifted !== true && isNewer(live.version, item.version)) {
      drift.guard.corrected(item.id, entry.digest, clock.now());
      drift.drop(item.id);
      objects.push({ ...(await tellDrift(item, entry, readBody)), corrected: true });
    } else if (detected !== undefined) {
      drift.drop(item.id);
      drift.told(item.id);
      const facts = await tellDrift(item, detected, readBody);
      objects.push({ ...facts, corrected: false, error: leftAlone(facts, 'drift is detect') });
    }
  }
  if (objects.length === 0) return;
  record({ kind: 'drifted', environment: environment.name, at: clock.now(), objects, requests: 0 });
}
