import type { Clock } from '@couplet/daemon';
import { judgeLease, type LeaseView } from './judgeLease.ts';
import type { LeaseRecord } from './leaseRecord.ts';
import type { LeaseStore } from './leaseStore.ts';

/** Seconds and milliseconds of client-go's defaults, but for a renewal that is not as frequent. */
const durationSeconds = 15;
const giveUpAfter = 10_000;
const renewEvery = 4_000;
const retryEvery = 1_000;

export type LeaseState =
  | { readonly kind: 'held' }
  | { readonly kind: 'waiting'; readonly holder: string }
  | { readonly kind: 'lost'; readonly why: string }
  /** The API server refused or did not answer; it is tried again. */
  | { readonly kind: 'failed'; readonly error: unknown };

export type HoldOptions = {
  readonly store: LeaseStore;
  /** `<host>/<port>#<random>`; see `judgeLease`. */
  readonly identity: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly tell: (state: LeaseState) => void;
};

/** What work is given while the lease is held. */
export type Held = {
  /** Aborts when the lease is lost or the program stops. */
  readonly signal: AbortSignal;
  /** False as soon as another may have taken it, also when this process slept meanwhile: write nothing then. */
  isHeld(): boolean;
};

/**
 * Runs `work` while this process holds the lease, again each time it gets it back. Resolves when the signal aborted,
 * the work has ended and the lease was let go; rejects when the work rejects.
 */
export async function holdLease(options: HoldOptions, work: (held: Held) => Promise<void>): Promise<void> {
  const { signal, tell } = options;
  let inheritsSeat = true;
  while (!signal.aborted) {
    const lease = await acquire(options, inheritsSeat);
    if (lease === undefined) return;
    // Whoever takes it from us lives, also on the same seat: from now on only time, or letting go, frees it.
    inheritsSeat = false;
    tell({ kind: 'held' });
    await workWhileHeld(options, lease, work);
  }
}

async function acquire(
  { store, identity, clock, signal, tell }: HoldOptions,
  inheritsSeat: boolean,
): Promise<Renewed | undefined> {
  let view: LeaseView | undefined;
  let told = '';
  while (!signal.aborted) {
    try {
      const lease = await store.read(signal);
      const isSame = view !== undefined && view.lease?.resourceVersion === lease?.resourceVersion;
      if (!isSame) view = { lease, since: clock.now() };
      const judgement = judgeLease(view ?? { lease, since: clock.now() }, { identity, inheritsSeat }, clock.now());
      if (judgement.kind === 'take') {
        const at = clock.now();
        const taken = await store.write(takenBy(identity, lease, at), signal);
        if (taken !== undefined) return { lease: taken, at };
        continue;
      }
      if (told !== judgement.holder) tell({ kind: 'waiting', holder: judgement.holder });
      told = judgement.holder;
    } catch (error) {
      if (signal.aborted) return undefined;
      const failure = `failed: ${error instanceof Error ? error.message : String(error)}`;
      if (told !== failure) tell({ kind: 'failed', error });
      told = failure;
    }
    await clock.sleep(retryEvery, signal).catch(() => {});
  }
  return undefined;
}

/** `at`: when the request that wrote it was sent, by our clock. */
type Renewed = { lease: LeaseRecord; at: number };

async function workWhileHeld(options: HoldOptions, first: Renewed, work: (held: Held) => Promise<void>): Promise<void> {
  const { clock, signal, tell } = options;
  let renewed = first;
  const lost = new AbortController();
  const ended = new AbortController();
  const isHeld = (): boolean => !lost.signal.aborted && clock.now() < renewed.at + durationSeconds * 1000;
  const watchOver = async (): Promise<void> => {
    const why = await renew(options, first, ended.signal, (next) => {
      renewed = next;
    });
    if (why === undefined) return;
    tell({ kind: 'lost', why });
    lost.abort(new Error(`The lease was lost: ${why}`));
  };
  const renewing = watchOver();
  try {
    await work({ signal: AbortSignal.any([signal, lost.signal]), isHeld });
  } finally {
    ended.abort();
    await renewing;
    if (isHeld()) await release(options, renewed.lease);
  }
}

/** Answers why it was lost, or undefined when `ended` aborted. */
async function renew(
  { store, identity, clock }: HoldOptions,
  first: Renewed,
  ended: AbortSignal,
  onRenewed: (renewed: Renewed) => void,
): Promise<string | undefined> {
  let current = first;
  let pause = renewEvery;
  for (;;) {
    await clock.sleep(pause, ended).catch(() => {});
    if (ended.aborted) return undefined;
    const at = clock.now();
    try {
      const deadline = AbortSignal.any([ended, AbortSignal.timeout(renewEvery)]);
      const written = await store.write({ ...current.lease, renewTime: microTime(at) }, deadline);
      if (written === undefined) {
        const found = await store.read(deadline);
        if (found?.holder !== identity)
          return `found ${found === undefined ? 'it deleted' : `${found.holder} holding it`}`;
        current = { ...current, lease: found };
        pause = 0;
        continue;
      }
      current = { lease: written, at };
      onRenewed(current);
      pause = renewEvery;
    } catch (error) {
      if (ended.aborted) return undefined;
      const message = error instanceof Error ? error.message : String(error);
      if (clock.now() - current.at >= giveUpAfter) return `it could not be renewed in time, found ${message}`;
      pause = retryEvery;
    }
  }
}

async function release({ store }: HoldOptions, lease: LeaseRecord): Promise<void> {
  // Nobody waits for it to work out: without it the next holder waits for the lease to run out.
  await store.write({ ...lease, holder: '', duration: 1 }, AbortSignal.timeout(2_000)).catch(() => {});
}

function takenBy(identity: string, lease: LeaseRecord | undefined, at: number): LeaseRecord {
  const time = microTime(at);
  const transitions = lease === undefined ? 0 : lease.transitions + 1;
  const resourceVersion = lease?.resourceVersion ?? '';
  return {
    holder: identity,
    duration: durationSeconds,
    transitions,
    renewTime: time,
    acquireTime: time,
    resourceVersion,
  };
}

/** MicroTime of meta/v1 wants six digits. */
function microTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '000Z');
}
