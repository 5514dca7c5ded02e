import type { ManagedFields } from '../apply/readMember.ts';
import type { LiveObject } from '../plan/liveObject.ts';
import { FightGuard } from './fightGuard.ts';

/** An object that is not as Couplet applied it, until that is corrected or told. */
export type DriftItem = {
  id: string;
  /** Digest of what was applied: only that may be applied again without a run. */
  digest?: string;
  /** Somebody deleted it. */
  deleted: boolean;
  /** resourceVersion at which it was seen so. */
  version?: string;
  /** managedFields at that moment, which tell who changed what; empty when too many objects drifted at once. */
  evidence: readonly ManagedFields[];
  /** It was told that this one is left alone for a while; a run or the end of its rest deals with it. */
  leftTold?: boolean;
};

/** Evidence is the largest part of an item; nobody reads the names of a thousand objects. */
const mostEvidence = 1000;

/** The objects of one environment that drifted and were not dealt with yet, and those that are fought for. */
export class DriftLedger {
  readonly guard = new FightGuard();
  readonly #items = new Map<string, DriftItem>();
  readonly #told = new Set<string>();

  get size(): number {
    return this.#items.size;
  }

  /** There is an object with which a pass can do something now. */
  ready(now: number): boolean {
    return this.items().some(
      ({ id, digest = '', leftTold }) => leftTold !== true && this.guard.restsUntil(id, digest, now) === undefined,
    );
  }

  items(): DriftItem[] {
    return [...this.#items.values()];
  }

  changed(live: LiveObject, evidence: readonly ManagedFields[] = []): void {
    const kept = this.#items.size < mostEvidence ? evidence : [];
    this.#put({ id: live.id, ...appliedAs(live), deleted: false, evidence: kept });
  }

  deleted(before: LiveObject): void {
    this.#put({ id: before.id, ...appliedAs(before), deleted: true, evidence: [] });
  }

  /** When to look again: the first rest or fight ends; undefined when there is none. */
  dueAt(now: number): number | undefined {
    const rests = this.items().flatMap(({ id, digest = '' }) => this.guard.restsUntil(id, digest, now) ?? []);
    const times = [...rests, ...[...this.#told].flatMap((id) => this.guard.quietAt(id, now) ?? [])];
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** It was told that the object is not corrected. */
  told(id: string): void {
    this.#told.add(id);
  }

  /** Forgets and returns those of the told that are over; `missing` is what an object that is not there means. */
  resolved(members: ReadonlyMap<string, LiveObject>, now: number, missing: 'over' | 'open'): string[] {
    const over = [...this.#told].filter((id) => {
      const live = members.get(id);
      if (this.#items.has(id) || this.guard.fights(id, now)) return false;
      return live === undefined ? missing === 'over' : live.drifted !== true;
    });
    for (const id of over) this.#told.delete(id);
    return over;
  }

  drop(id: string): void {
    this.#items.delete(id);
  }

  #put(item: DriftItem): void {
    const leftTold = this.#items.get(item.id)?.leftTold;
    this.#items.set(item.id, leftTold === undefined ? item : { ...item, leftTold });
  }
}

function appliedAs({ digest, version }: LiveObject): Pick<DriftItem, 'digest' | 'version'> {
  return { ...(digest !== undefined && { digest }), ...(version !== undefined && { version }) };
}
