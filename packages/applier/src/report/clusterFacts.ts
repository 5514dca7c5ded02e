import type { Drift, EnvironmentEvent, RunError } from '../events.ts';
import { bound } from './bound.ts';
import { pickError } from './pickError.ts';

/** Drift of one object as it is shown; `at` is ISO 8601. Newest first in every list. */
export type DriftEntry = Pick<Drift, 'id' | 'manager' | 'deleted' | 'corrected'> & {
  readonly fields: readonly string[];
  readonly at: string;
};

export type DeletingObject = { id: string; since?: string };

/** What watches tell of an environment. */
export type ClusterFacts = {
  readonly drift: readonly DriftEntry[];
  /** Drift that is not corrected, by object. */
  readonly troubles: ReadonlyMap<string, RunError>;
  readonly deleting: readonly DeletingObject[];
  /** Members that are being deleted, also those beyond the list. */
  readonly deletingCount: number;
  /** Why something is not watched. */
  readonly notWatched?: RunError;
};

const mostDrift = 50;
const mostTroubles = 100;
const mostDeleting = 100;

const none: ClusterFacts = { drift: [], troubles: new Map(), deleting: [], deletingCount: 0 };

export type ClusterEvent = EnvironmentEvent & { kind: 'drifted' | 'resolved' | 'deleting' | 'watching' };

export function isClusterEvent(event: { kind: string }): event is ClusterEvent {
  return ['drifted', 'resolved', 'deleting', 'watching'].includes(event.kind);
}

/** The facts after one more event. */
export function foldCluster(facts: ClusterFacts = none, event: ClusterEvent): ClusterFacts {
  switch (event.kind) {
    case 'drifted':
      return foldDrift(facts, event);
    case 'resolved': {
      const over = new Set(event.ids.map(bound));
      return {
        ...facts,
        drift: facts.drift.map((entry) => (over.has(entry.id) ? { ...entry, corrected: true } : entry)),
        troubles: new Map([...facts.troubles].filter(([id]) => !over.has(id))),
      };
    }
    case 'deleting':
      return {
        ...facts,
        deleting: event.objects.slice(0, mostDeleting).map((object) => ({ ...object, id: bound(object.id) })),
        deletingCount: event.objects.length,
      };
    case 'watching': {
      const { notWatched: _before, ...rest } = facts;
      return event.problem === undefined ? rest : { ...rest, notWatched: pickError(event.problem) };
    }
    default:
      event satisfies never;
      return facts;
  }
}

function foldDrift(facts: ClusterFacts, { objects, at }: ClusterEvent & { kind: 'drifted' }): ClusterFacts {
  const entries = objects.slice(0, mostDrift).map((object) => pickDrift(object, new Date(at).toISOString()));
  const told = new Set(entries.map(({ id }) => id));
  // A correction takes the place of the line that said it was still to come.
  const before = facts.drift.filter(({ id, corrected }) => corrected || !told.has(id));
  const troubles = new Map(facts.troubles);
  for (const { id, error } of objects) {
    if (error !== undefined && (troubles.size < mostTroubles || troubles.has(id)))
      troubles.set(bound(id), pickError(error));
  }
  return { ...facts, drift: [...entries, ...before].slice(0, mostDrift), troubles };
}

function pickDrift({ id, manager, fields, deleted, corrected }: Drift, at: string): DriftEntry {
  return {
    id: bound(id),
    ...(manager !== undefined && { manager: bound(manager) }),
    fields: fields.map(bound),
    ...(deleted === true && { deleted }),
    at,
    corrected,
  };
}
