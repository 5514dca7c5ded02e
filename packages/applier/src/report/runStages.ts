import type { RunFacts } from './runFacts.ts';

/** The stages of a run in their order. */
export const stageNames = ['received', 'fetched', 'published', 'loaded', 'checked', 'applied', 'healthy'] as const;
export type StageName = (typeof stageNames)[number];

/** `at` is ISO 8601; `ms` is the time since the stage before it, and 0 for the first of a publication. */
export type Stage = { stage: StageName; at: string; ms: number };

/**
 * The stages that a run came through. A run that no publication caused begins when it starts: what sync did for its
 * publication lies outside of it.
 */
export function runStages(facts: RunFacts): Stage[] {
  const times = stageTimes(facts);
  let before = facts.trigger === 'publication' ? times[0]?.at : facts.startedAt;
  return times.map(({ stage, at }) => {
    const ms = Math.max(0, at - (before ?? at));
    before = at;
    return { stage, at: new Date(at).toISOString(), ms };
  });
}

function stageTimes(facts: RunFacts): { stage: StageName; at: number }[] {
  const { publication, result } = facts;
  const bySync = facts.trigger === 'publication' ? publication : undefined;
  const times: Record<StageName, number | undefined> = {
    received: parseTime(bySync?.receivedAt),
    fetched: parseTime(bySync?.fetchedAt),
    published: parseTime(bySync?.publishedAt),
    loaded: facts.loadedAt,
    checked: facts.checkedAt,
    applied: result === 'applied' || result === 'held' ? facts.endedAt : undefined,
    healthy: facts.health?.result === 'healthy' ? facts.health.at : undefined,
  };
  return stageNames.flatMap((stage) => {
    const at = times[stage];
    return at === undefined ? [] : [{ stage, at }];
  });
}

/** Milliseconds since 1970 of a time that sync wrote; undefined for a text that is none. */
export function parseTime(text: string | undefined): number | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}
