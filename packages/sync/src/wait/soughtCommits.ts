import { mostRequests } from '../newestRequests.ts';
import type { SyncRequest } from '../syncRequest.ts';
import type { Trigger } from '../trigger.ts';

/** One environment of one request whose commit the server did not list yet. */
export type Sought = {
  readonly request: SyncRequest;
  readonly environment: string;
  readonly wanted: string;
  /** History was rewritten, so that going on from what was fetched would be expensive. */
  readonly forced: boolean;
  /** Milliseconds since the epoch, of the first look. */
  readonly since: number;
  state: 'new' | 'sought' | 'given up';
};

/** How long a commit is looked for, in milliseconds. Mirrors of large git hosts lag by seconds. */
export const searchFor = 30_000;

/** What passes remember of the commits that they did not find; a new process remembers nothing. */
export class SoughtCommits {
  #entries: readonly Sought[] = [];
  /** What the last pass looked for in vain, and how many milliseconds later it is to be looked for again. */
  again: { readonly after: number; readonly trigger: Trigger } | undefined;

  /** Everything to look for, with what these requests want, oldest first. A request that comes again goes on where it was. */
  add(requests: readonly SyncRequest[], { forced }: Pick<Trigger, 'forced'>, now: number): readonly Sought[] {
    const known = new Set(this.#entries.map(({ request, environment }) => `${request.id} ${environment}`));
    const added = requests.flatMap((request) =>
      request.environments.flatMap((environment): Sought[] => {
        const wanted = request.wanted?.get(environment);
        if (wanted === undefined || known.has(`${request.id} ${environment}`)) return [];
        return [{ request, environment, wanted, forced, since: now, state: 'new' }];
      }),
    );
    return [...this.#entries, ...added];
  }

  /** What stays to be looked for: by people and CI, and by webhooks, the newest 1,000 each. */
  keep(entries: readonly Sought[]): void {
    const isAsked = ({ request }: Sought): boolean => request.provider === 'bearer';
    const asked = entries.filter(isAsked).slice(-mostRequests);
    this.#entries = [...entries.filter((entry) => !isAsked(entry)).slice(-mostRequests), ...asked];
  }
}

/** Milliseconds until the next look: soon at first, then less and less often, and a last time when the search ends. */
export function pauseOf({ since }: Pick<Sought, 'since'>, now: number): number {
  const age = now - since;
  return Math.min(Math.max(200, age / 2), 2_000, Math.max(0, searchFor - age));
}
