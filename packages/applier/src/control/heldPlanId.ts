import { createHash } from 'node:crypto';

/**
 * Names a set of deletes that wait for a person: hex SHA-256 over the environment, its set and each object with its uid. A
 * plan that would delete anything else, or an object that was created anew meanwhile, has another name.
 */
export function heldPlanId(
  environment: string,
  setId: string,
  deletes: readonly { id: string; uid: string }[],
): string {
  const sorted = deletes.map(({ id, uid }) => [id, uid] as const).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([environment, setId, sorted]))
    .digest('hex');
}
