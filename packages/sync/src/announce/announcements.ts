import type { AppliedEnvironment } from '../appliedEnvironment.ts';
import type { CommitState, CommitStatus } from './commitStatus.ts';
import { judgeCommit } from './judgeCommit.ts';

type Entry = {
  readonly commit: string;
  state: CommitState;
  /** Commits that were still pending when this one took their place, oldest first. */
  readonly before: readonly string[];
};

const mostBefore = 20;

/**
 * What was told of the published commits, and what is to be told next. A commit whose place another took while it was
 * pending shares the fate of that one, so that none stays pending for ever. Success is the last word; a failure becomes
 * success when a later run of the same commit succeeds.
 */
export class Announcements {
  readonly #entries = new Map<string, Entry>();

  /** Whether it may still change what the applier is asked for. */
  get open(): boolean {
    return [...this.#entries.values()].some(({ state }) => state === 'pending');
  }

  /** A commit was published; `isNew` is false for one that this process found published. */
  published(environment: string, commit: string, { isNew }: { readonly isNew: boolean }): CommitStatus[] {
    const last = this.#entries.get(environment);
    if (last?.commit === commit) return [];
    const before = last?.state === 'pending' ? [...last.before, last.commit].slice(-mostBefore) : [];
    this.#entries.set(environment, { commit, state: 'pending', before });
    // A commit that was here before this process may have its last word already: pending would take it back.
    return isNew ? [{ environment, commit, state: 'pending', description: 'Published, being applied' }] : [];
  }

  /** The environment is not configured any more. */
  removed(environment: string): void {
    this.#entries.delete(environment);
  }

  /** What there is to tell once the applier said this. `waitsForHealth` answers whether an environment does. */
  look(applied: readonly AppliedEnvironment[], waitsForHealth: (environment: string) => boolean): CommitStatus[] {
    return applied.flatMap((one) => {
      const entry = this.#entries.get(one.name);
      if (entry === undefined || entry.state === 'success') return [];
      const { state, description } = judgeCommit(entry.commit, one, { waitsForHealth: waitsForHealth(one.name) });
      if (state === 'pending' || state === entry.state) return [];
      entry.state = state;
      const by = `${state === 'success' ? 'Applied with' : 'Superseded by'} ${entry.commit.slice(0, 7)}`;
      const all = [
        { commit: entry.commit, description },
        ...entry.before.map((commit) => ({ commit, description: by })),
      ];
      return all.map((told) => ({ environment: one.name, state, ...told }));
    });
  }
}
