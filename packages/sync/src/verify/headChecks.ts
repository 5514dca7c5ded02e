import type { CommitId } from '@couplet/volume';
import type { FetchedCommit } from '../fetchedCommit.ts';
import { judgeCommit } from './judgeCommit.ts';
import type { KeySet } from './keySet.ts';
import { readKeys } from './readKeys.ts';
import type { Refused, Verdict } from './verdict.ts';

/** Says whether a head may be published; undefined when the configuration asks for no signature. */
export type CheckHead = (head: FetchedCommit) => Promise<Verdict | undefined>;

export type CheckDeps = {
  /** `repository.verify`. */
  readonly settings: { readonly keys: string } | undefined;
  /** The raw commit object. */
  readonly readCommit: (id: CommitId) => Promise<Uint8Array>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Called for each check; not when an answer is known. */
  readonly onChecked: (commit: CommitId, verdict: Verdict) => void;
};

const mostKnown = 1000;

/**
 * Checks the signatures of heads and remembers, between passes, which commits were verified with the keys that are there.
 * A refusal is remembered for one pass only, so that it ends by itself: with a new key, or with a clock set right.
 */
export class HeadChecks {
  #known: { readonly version: string; readonly verified: Map<CommitId, Verdict> } = {
    version: '',
    verified: new Map(),
  };

  /** For one pass: the keys are read at the first question, and environments with the same head get the same answer. */
  forPass(deps: CheckDeps): CheckHead {
    const { settings } = deps;
    if (settings === undefined) return async () => undefined;
    const answers = new Map<CommitId, Promise<Verdict>>();
    let keys: Promise<KeySet | Refused> | undefined;
    return (head) => {
      const answer = answers.get(head.commit) ?? this.#check(head, (keys ??= readKeys(settings.keys)), deps);
      answers.set(head.commit, answer);
      return answer;
    };
  }

  async #check({ commit, tree }: FetchedCommit, reading: Promise<KeySet | Refused>, deps: CheckDeps): Promise<Verdict> {
    const keys = await reading;
    if (keys.kind === 'refused') {
      deps.onChecked(commit, keys);
      return keys;
    }
    if (this.#known.version !== keys.version) this.#known = { version: keys.version, verified: new Map() };
    const { verified } = this.#known;
    const known = verified.get(commit);
    if (known !== undefined) return known;
    const bytes = Buffer.from(await deps.readCommit(commit));
    const verdict = await judgeCommit({ id: commit, tree, bytes }, keys, deps.now());
    if (verdict.kind === 'verified') verified.set(commit, verdict);
    const [oldest] = verified.keys();
    if (verified.size > mostKnown && oldest !== undefined) verified.delete(oldest);
    deps.onChecked(commit, verdict);
    return verdict;
  }
}
