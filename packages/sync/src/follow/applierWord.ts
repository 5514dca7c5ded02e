import { treeId } from '@couplet/volume';
import type { TreeId } from '@couplet/volume';
import type { AppliedEnvironment, Applier } from '../appliedEnvironment.ts';

type Named = { readonly [key in 'published' | 'applied' | 'healthy']?: TreeId };

/** Milliseconds that a pass waits for the applier. */
const deadline = 1_000;
/** Milliseconds in which an applier that was silent for that long is not asked again. */
const rest = 10_000;

/** What the applier said last, for passes that cannot wait for it. A new process knows nothing. */
export class ApplierWord {
  readonly #applier: Applier;
  readonly #now: () => number;
  readonly #named = new Map<string, Named>();
  #answered = false;
  #restUntil = 0;

  constructor(applier: Applier, now: () => number) {
    this.#applier = applier;
    this.#now = now;
  }

  /** Its environments, or undefined when it does not answer at once. Rejects only when the signal aborts. */
  async ask(signal: AbortSignal): Promise<readonly AppliedEnvironment[] | undefined> {
    if (this.#now() < this.#restUntil) return undefined;
    const late = AbortSignal.timeout(deadline);
    try {
      const environments = await this.#applier.environments(AbortSignal.any([signal, late]));
      for (const one of environments) this.#named.set(one.name, { ...this.#named.get(one.name), ...namedBy(one) });
      this.#answered = true;
      return environments;
    } catch {
      signal.throwIfAborted();
      if (late.aborted) this.#restUntil = this.#now() + rest;
      return undefined;
    }
  }

  /**
   * The trees that these environments run, hold, or were healthy with; undefined until the applier has answered once. A
   * tree stays named until another takes its place: an applier that restarts has forgotten what it was healthy with.
   */
  trees(environments: readonly string[]): ReadonlySet<TreeId> | undefined {
    for (const name of this.#named.keys()) if (!environments.includes(name)) this.#named.delete(name);
    return this.#answered ? new Set([...this.#named.values()].flatMap((named) => Object.values(named))) : undefined;
  }
}

function namedBy({ published, applied, healthy }: AppliedEnvironment): Named {
  return { ...pick('published', published), ...pick('applied', applied), ...pick('healthy', healthy) };
}

function pick(key: keyof Named, { tree }: { readonly tree?: string } = {}): Named {
  return tree !== undefined && /^[0-9a-f]{40}$/.test(tree) ? { [key]: treeId(tree) } : {};
}
