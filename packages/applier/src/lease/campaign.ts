import type { Clock } from '@couplet/daemon';
import type { Api } from '../apply/apiClient.ts';
import { holdLease } from './holdLease.ts';
import type { Decision, Leadership } from './leadership.ts';
import { leaseStore } from './leaseStore.ts';

export type CampaignOptions = {
  /** With connections of its own: a renewal must not queue behind a thousand applies. */
  api: Api;
  ownNamespace: string;
  /** `<host>/<port>#<random>`. */
  identity: string;
  clock: Clock;
  signal: AbortSignal;
  leadership: Leadership;
  /** Undefined: the lease was lost, `why` says how. */
  onChange: (decision: Decision | undefined, why?: string) => void;
  /** Ends everything that writes; only then the lease is let go. */
  stop: () => Promise<void>;
};

/** Takes the lease whenever it can be had, until the signal aborts; then lets it go, so that a successor writes at once. */
export async function campaign(options: CampaignOptions): Promise<void> {
  const { api, ownNamespace, identity, clock, signal, leadership, onChange, stop } = options;
  const store = leaseStore(api, { name: 'couplet-applier', namespace: ownNamespace });
  await holdLease(
    {
      store,
      identity,
      clock,
      signal,
      tell: (state) => {
        if (state.kind === 'held') return;
        leadership.tell(state);
        onChange(leadership.now, state.kind === 'lost' ? state.why : undefined);
      },
    },
    async (held) => {
      leadership.lead(held);
      onChange(leadership.now);
      await untilAborted(held.signal);
      if (signal.aborted) await stop();
    },
  );
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
