import type { Outcome } from '../events.ts';
import type { Judgement } from './judgeObject.ts';
import type { KnownObject } from './knownObject.ts';
import { objectHealths, type ObjectHealth, type ObjectPage } from './objectRow.ts';

/** An object as the filters see it; its row is only made when it is shown. */
export type Candidate = {
  object: KnownObject;
  kind: string;
  judgement: Judgement;
  outcome: Outcome;
  file: string | undefined;
};

/** All objects of an environment, worst first and then by id, with the facts that every answer has. */
export type Ranked = { ranked: readonly Candidate[]; facts: Pick<ObjectPage, 'kinds' | 'namespaces' | 'byHealth'> };

/** `candidates` are sorted by id. */
export function rankObjects(candidates: readonly Candidate[]): Ranked {
  const groups = new Map<ObjectHealth, Candidate[]>(objectHealths.map((health) => [health, []]));
  const kinds = new Set<string>();
  const namespaces = new Set<string>();
  for (const candidate of candidates) {
    groups.get(candidate.judgement.health)?.push(candidate);
    kinds.add(candidate.kind);
    if (candidate.object.namespace !== undefined) namespaces.add(candidate.object.namespace);
  }
  const count = (health: ObjectHealth): number => groups.get(health)?.length ?? 0;
  return {
    ranked: [...groups.values()].flat(),
    facts: {
      kinds: [...kinds].toSorted(),
      namespaces: [...namespaces].toSorted(),
      byHealth: {
        failed: count('failed'),
        missing: count('missing'),
        terminating: count('terminating'),
        progressing: count('progressing'),
        unknown: count('unknown'),
        current: count('current'),
      },
    },
  };
}
