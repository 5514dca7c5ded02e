import type { ClusterObject } from './clusterObject.ts';
import { listAt, numberAt, textAt } from './fields.ts';

/** One entry of `status.conditions` (meta/v1 Condition). */
export type Condition = {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  observedGeneration?: number;
};

/** The condition of that type, or undefined. */
export function conditionOf({ status }: ClusterObject, type: string): Condition | undefined {
  const found = listAt(status, 'conditions').find((condition) => textAt(condition, 'type') === type);
  if (found === undefined) return undefined;
  const [reason, message] = [textAt(found, 'reason'), textAt(found, 'message')];
  const observedGeneration = numberAt(found, 'observedGeneration');
  return {
    type,
    status: textAt(found, 'status') ?? 'Unknown',
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
    ...(observedGeneration !== undefined && { observedGeneration }),
  };
}

export function isTrue(object: ClusterObject, type: string): boolean {
  return conditionOf(object, type)?.status === 'True';
}

/** `Ready is False (NoIssuer): issuer ca does not exist` */
export function describeCondition({ type, status, reason, message }: Condition): string {
  const why = reason === undefined || reason === '' ? '' : ` (${reason})`;
  return `${type} is ${status}${why}${message === undefined || message === '' ? '' : `: ${message}`}`;
}
