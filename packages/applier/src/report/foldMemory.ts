import type { EnvironmentEvent } from '../events.ts';
import { bound } from './bound.ts';
import type { MemoryFacts, Quarantine, Suspension } from './memoryFacts.ts';
import { pickError } from './pickError.ts';

/** What is known after the memory was read or changed: what is not in it is forgotten, apart from the last healthy commit. */
export function foldMemory(
  { healthy: before }: MemoryFacts,
  { facts: { healthy, suspended, quarantine } }: EnvironmentEvent & { kind: 'remembered' },
): MemoryFacts {
  const isKnown = before?.commit === healthy?.commit && before?.tree === healthy?.tree;
  const newer = isKnown || healthy === undefined ? before : { ...healthy, at: Date.parse(healthy.at) };
  return {
    ...(newer !== undefined && { healthy: newer }),
    ...(suspended !== undefined && { suspension: pickSuspension(suspended) }),
    ...(quarantine !== undefined && { quarantine: pickQuarantine(quarantine) }),
  };
}

// Somebody may have written the memory by hand: its texts are bounded and free of credentials like those of an error.
function pickSuspension({ at, reason, until }: Suspension): Suspension {
  return {
    at: bound(at),
    ...(reason !== undefined && { reason: pickText(reason) }),
    ...(until !== undefined && { until: bound(until) }),
  };
}

function pickQuarantine({ commit, tree, at, reason }: Quarantine): Quarantine {
  return { commit: bound(commit), tree: bound(tree), at: bound(at), reason: pickText(reason) };
}

function pickText(message: string): string {
  return pickError({ code: '', message }).message;
}
