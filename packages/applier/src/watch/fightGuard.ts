/** More corrections of one object than this, within `window` milliseconds, are a fight. */
const mostCorrections = 5;
const window = 60_000;
const firstRest = 30_000;
const firstRetry = 1000;
const longestRest = 600_000;
/** Objects that are remembered although nothing is wrong with them at the moment. */
const mostQuiet = 1000;

type Facts = { digest: string; corrections: number[]; fights: number; failures: number; until: number };

/** Decides for each object when it may be corrected again: at once, or after a rest when that was tried in vain. */
export class FightGuard {
  readonly #facts = new Map<string, Facts>();

  /** The time until which the object is left alone. Another digest is another manifest, and starts afresh. */
  restsUntil(id: string, digest: string, now: number): number | undefined {
    const facts = this.#facts.get(id);
    return facts !== undefined && facts.digest === digest && facts.until > now ? facts.until : undefined;
  }

  /** The objects that are left alone at that time. */
  resting(now: number): ReadonlySet<string> {
    return new Set([...this.#facts].filter(([, { until }]) => until > now).map(([id]) => id));
  }

  /** It rests because somebody fights for it, not because its correction failed. */
  fights(id: string, now: number): boolean {
    return this.quietAt(id, now) !== undefined;
  }

  /** When the fight counts as over, unless somebody comes back; undefined without a fight. */
  quietAt(id: string, now: number): number | undefined {
    const facts = this.#facts.get(id);
    return facts === undefined || facts.fights === 0 || isQuiet(facts, now) ? undefined : quietFrom(facts) + 1;
  }

  /** Corrections of the object within a minute, as of the last one. */
  corrections(id: string): number {
    return this.#facts.get(id)?.corrections.length ?? 0;
  }

  corrected(id: string, digest: string, now: number): void {
    const facts = this.#of(id, digest, now);
    facts.corrections = [...facts.corrections.filter((at) => at > now - window), now];
    facts.failures = 0;
    if (facts.corrections.length > mostCorrections || facts.fights > 0) {
      facts.until = now + Math.min(firstRest * 2 ** facts.fights, longestRest);
      facts.fights += 1;
    }
    this.#facts.set(id, facts);
    this.#forgetQuiet(now);
  }

  /** The correction itself failed: it is tried again after a pause that grows. */
  failed(id: string, digest: string, now: number): void {
    const facts = this.#of(id, digest, now);
    facts.until = now + Math.min(firstRetry * 2 ** facts.failures, longestRest);
    facts.failures += 1;
    this.#facts.set(id, facts);
  }

  /** A person asks for everything to be tried now. */
  forget(): void {
    this.#facts.clear();
  }

  // Who has kept quiet for longer than the last rest does not fight any more.
  #of(id: string, digest: string, now: number): Facts {
    const facts = this.#facts.get(id);
    if (facts?.digest !== digest || isQuiet(facts, now)) {
      return { digest, corrections: [], fights: 0, failures: 0, until: 0 };
    }
    return facts;
  }

  #forgetQuiet(now: number): void {
    if (this.#facts.size <= mostQuiet) return;
    for (const [id, facts] of this.#facts) if (isQuiet(facts, now)) this.#facts.delete(id);
  }
}

function isQuiet(facts: Facts, now: number): boolean {
  return facts.failures === 0 && now > quietFrom(facts);
}

// A fight is over when nobody came back for as long as the next rest would be, and a minute.
function quietFrom({ corrections, fights, until }: Facts): number {
  const again = fights === 0 ? 0 : Math.min(firstRest * 2 ** fights, longestRest);
  return Math.max(corrections.at(-1) ?? 0, until) + window + again;
}
