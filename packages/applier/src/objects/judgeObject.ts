import type { RunError } from '../events.ts';
import type { LiveObject } from '../plan/liveObject.ts';
import { hasHealth } from '../settle/health.ts';
import type { LastSeen } from '../settle/seenHealth.ts';
import type { KnownObject } from './knownObject.ts';
import type { ObjectHealth } from './objectRow.ts';

/** What is known of one object, and of the environment as far as it concerns all. */
export type ObjectEvidence = {
  live: LiveObject | undefined;
  /** It exists and is no member, because somebody else made it. */
  isPresent: boolean;
  error: RunError | undefined;
  lastSeen: LastSeen;
};
export type Circumstances = {
  /** The members have been read from the cluster. */
  isRead: boolean;
  /** `settle` is above 0. */
  isSettled: boolean;
  /** Objects of this kind could not be listed. */
  isUnlisted: (key: string) => boolean;
};

export type Judgement = { health: ObjectHealth; message?: string };

const current: Judgement = { health: 'current' };

/** Pure: how far the cluster is with one object, as far as anybody knows. What nobody looks at is not guessed. */
export function judgeObject(object: KnownObject, evidence: ObjectEvidence, around: Circumstances): Judgement {
  const { live, isPresent, lastSeen } = evidence;
  if (!around.isRead) return unknown('the cluster has not been read yet');
  if (live?.deleting === true) {
    const since = live.deletedAt === undefined ? '' : ` since ${live.deletedAt}`;
    return { health: 'terminating', message: `is being deleted${since}` };
  }
  if (live === undefined && !isPresent) return absent(object, evidence, around);
  if (!hasHealth(object.key)) return current;
  if (object.entry === undefined) return unknown('it left the repository, and nobody looks at its health any more');
  if (object.entry.policies.ignoreHealth === true)
    return unknown('couplet.dev/ignore-health: nobody looks at its health');
  if (!around.isSettled) return unknown('settle is 0: nobody looks at its health');
  if (lastSeen.kind === 'not yet') return unknown('nobody has looked at it since it was applied, or since the start');
  if (lastSeen.status === 'current') return current;
  return { health: lastSeen.status, ...(lastSeen.reason !== undefined && { message: lastSeen.reason }) };
}

function absent({ key }: KnownObject, { error }: ObjectEvidence, around: Circumstances): Judgement {
  if (error?.code === 'claimed') return unknown('it belongs to another environment');
  if (around.isUnlisted(key)) return unknown('its kind could not be listed');
  return { health: 'missing', message: 'is not in the cluster' };
}

function unknown(message: string): Judgement {
  return { health: 'unknown', message };
}
