import type { LeaseRecord } from './leaseRecord.ts';

export type LeaseView = {
  readonly lease: LeaseRecord | undefined;
  /** When this state of the lease was first seen, by our own clock (milliseconds): clocks of others prove nothing. */
  readonly since: number;
};

export type LeaseJudgement =
  | { readonly kind: 'take' }
  /** `until`: milliseconds; from then on it may be taken, unless its holder renews it. */
  | { readonly kind: 'wait'; readonly holder: string; readonly until: number };

export type Candidate = {
  /** `<host>/<port>#<random>`. */
  readonly identity: string;
  /** This process never held the lease: whoever held it on the same host and port is dead, because the port is ours. */
  readonly inheritsSeat: boolean;
};

/** Whether an applier may take the lease: the rules of client-go's leader election, and that of the seat. */
export function judgeLease({ lease, since }: LeaseView, candidate: Candidate, now: number): LeaseJudgement {
  const { identity, inheritsSeat } = candidate;
  if (lease === undefined || lease.holder === '' || lease.holder === identity) return { kind: 'take' };
  if (inheritsSeat && seatOf(lease.holder) === seatOf(identity)) return { kind: 'take' };
  const until = since + lease.duration * 1000;
  return now >= until ? { kind: 'take' } : { kind: 'wait', holder: lease.holder, until };
}

function seatOf(identity: string): string {
  return identity.split('#', 1)[0] ?? identity;
}
