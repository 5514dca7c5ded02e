import { createHash } from 'node:crypto';
import type { Environment } from '@couplet/config';
import { errorCodes } from '../errorCodes.ts';
import type { RunError } from '../events.ts';
import type { EnvironmentStatus } from '../report/environmentStatus.ts';
import { mostCauses, type Condition, type TroubleState } from './condition.ts';

/** Milliseconds. What is tried again often succeeds soon: an API server that restarts is no news. */
export const retryGrace = 30_000;
/** Milliseconds in which a degraded commit may give way to the last healthy one: that is one piece of news, not two. */
export const rollbackGrace = 10_000;

const troubles: readonly string[] = ['failed', 'degraded', 'held', 'stalled', 'rolled-back'] satisfies TroubleState[];

/** The condition at `now` after `before`. Pure. */
export function conditionOf(
  facts: EnvironmentStatus,
  environment: Pick<Environment, 'settle' | 'onFailure'>,
  before: Condition | undefined,
  now: number,
): Condition {
  const { state } = facts;
  const changes = before?.changes ?? 0;
  const isWell = state === 'healthy' || (state === 'applied' && environment.settle === 0);
  if (isWell) {
    if (before?.kind === 'well') return { ...before, facts };
    return { kind: 'well', at: now, changes: changes + 1, facts };
  }
  const since = before === undefined || before.kind === 'well' ? undefined : before.since;
  if (!isTrouble(state)) return { kind: 'pending', changes, ...(since !== undefined && { since }) };

  const sameState = before?.kind === 'trouble' && before.state === state;
  const tellAt = now + graceOf(facts, environment);
  return {
    kind: 'trouble',
    state,
    since: since ?? now,
    tellAt: sameState ? Math.min(before.tellAt, tellAt) : tellAt,
    causes: causesOf(facts),
    changes: sameState ? changes : changes + 1,
    facts,
  };
}

function isTrouble(state: string): state is TroubleState {
  return troubles.includes(state);
}

function graceOf({ state, errors = [] }: EnvironmentStatus, { onFailure }: Pick<Environment, 'onFailure'>): number {
  if (state === 'degraded') return onFailure === 'rollback' ? rollbackGrace : 0;
  if (state !== 'failed' && state !== 'stalled') return 0;
  return errors.length > 0 && errors.every(({ code }) => errorCodes[code]?.policy === 'retry') ? retryGrace : 0;
}

/** Without messages: those name pods and times, and change although nothing else does. */
function causesOf({ state, errors = [], held, quarantine }: EnvironmentStatus): string[] {
  if (state === 'held') return [hash(held?.plan ?? (held?.objects ?? []).map(({ id }) => id).join(' '))];
  if (state === 'rolled-back') return [hash(quarantine?.commit ?? '')];
  return [...new Set(errors.map(causeOf))].toSorted().slice(0, mostCauses);
}

function causeOf({ code, id, file }: RunError): string {
  return hash(JSON.stringify([code, id, id === undefined ? file : undefined]));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 10);
}
