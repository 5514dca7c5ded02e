import type { ApplierEvent, RunEvent } from '../events.ts';
import { driftRecord } from './driftRecord.ts';
import { hasChanged, joinRepeated, repeats } from './repeats.ts';
import { RunDraft } from './runDraft.ts';
import type { RunKeeper } from './runKeeper.ts';
import { mostRuns, RunList } from './runList.ts';
import type { RunRecord, RunSummary } from './runRecord.ts';
import { summarise } from './summarise.ts';
import { toRecord } from './toRecord.ts';

/** What is done to keep a list; a history without it forgets when it ends. */
export type Keeper = Pick<RunKeeper, 'changed' | 'written' | 'leadershipChanged' | 'close'>;

type Kept = {
  list: RunList;
  keeper?: Keeper | undefined;
  /** The last run that began; once it has ended, only its health is still added. */
  draft?: RunDraft;
  /** The record that the draft's run goes on: it found the same. */
  repeated?: RunRecord;
};

/** Milliseconds until a run is written: one that changed nothing waits for company, so that nothing costs nothing. */
const soon = 1_000;
const later = 60_000;

/** The last 50 runs of every configured environment: a fold over events. Its memory is bounded. */
export class History {
  readonly #kept = new Map<string, Kept>();
  readonly #keep: (environment: string, list: RunList, onRead: () => void) => Keeper | undefined;
  readonly #listeners = new Set<(environment: string, run: string) => void>();

  constructor(keep: (environment: string, list: RunList, onRead: () => void) => Keeper | undefined = () => undefined) {
    this.#keep = keep;
  }

  record(event: ApplierEvent): void {
    const { environment } = event;
    if (event.kind === 'configured') return this.#open(environment);
    const kept = this.#kept.get(environment);
    if (kept === undefined) return;
    if (event.kind === 'removed') {
      this.#kept.delete(environment);
      void kept.keeper?.close(soon);
    } else if (event.kind === 'drifted') this.#drifted(kept, event);
    else if ('run' in event) this.#fold(kept, event);
  }

  /** Newest first, at most 50, the one in progress included. Undefined: the environment is not configured. */
  list(environment: string): RunSummary[] | undefined {
    const kept = this.#kept.get(environment);
    if (kept === undefined) return undefined;
    const running = runningOf(kept);
    const summaries = kept.list.summaries();
    return running === undefined ? summaries : [summarise(toRecord(running)), ...summaries].slice(0, mostRuns);
  }

  /** Also by the id of a run that a later one stands for, because it ended the same way. */
  get(environment: string, id: string): RunRecord | undefined {
    const kept = this.#kept.get(environment);
    const running = kept && runningOf(kept);
    return running?.facts.run === id ? toRecord(running) : kept?.list.get(id);
  }

  /** Told of every run that began, ended or changed, and with the newest one of all when they were read; the answer ends it. */
  onChange(listener: (environment: string, run: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when the runs of an environment that changed something are durable, or cannot be made so now. */
  async written(environment: string, signal: AbortSignal): Promise<void> {
    await this.#kept.get(environment)?.keeper?.written(signal);
  }

  /** How many runs are held of each environment. */
  held(): Map<string, number> {
    return new Map([...this.#kept].map(([environment, { list }]) => [environment, list.size]));
  }

  leadershipChanged(): void {
    for (const { keeper } of this.#kept.values()) keeper?.leadershipChanged();
  }

  /** Writes what is not written yet, as far as that can be done within so many milliseconds. */
  async close(within: number): Promise<void> {
    await Promise.all([...this.#kept.values()].map(async ({ keeper }) => keeper?.close(within)));
  }

  #open(environment: string): void {
    if (this.#kept.has(environment)) return;
    const list = new RunList(environment);
    const onRead = (): void => {
      if (list.newestId !== undefined) this.#changed(environment, list.newestId);
    };
    const keeper = this.#keep(environment, list, onRead);
    this.#kept.set(environment, { list, keeper });
    keeper?.leadershipChanged();
  }

  #fold(kept: Kept, event: RunEvent): void {
    if (event.kind === 'started') {
      kept.draft = new RunDraft(event);
      delete kept.repeated;
      return this.#changed(event.environment, kept.draft.facts.run);
    }
    const { draft } = kept;
    if (draft === undefined || !draft.isOf(event.run)) return;
    const health = draft.facts.health;
    draft.fold(event);
    if (event.kind === 'ended') this.#ended(kept, draft);
    // Somebody may have deleted the run meanwhile.
    if (event.kind === 'settled' && draft.facts.health !== health && kept.list.has(draft.facts.run)) {
      this.#put(kept, toRecord(draft), draft.facts.run);
      kept.keeper?.changed(soon);
    }
    if (event.kind !== 'object' && event.kind !== 'settling') this.#changed(event.environment, draft.facts.run);
  }

  #ended(kept: Kept, draft: RunDraft): void {
    const record = toRecord(draft);
    const before = kept.list.newest;
    if (before !== undefined && repeats(before, record)) kept.repeated = before;
    this.#put(kept, record, kept.repeated?.id);
    const isQuiet = record.result === 'applied' && !hasChanged(record);
    const isSame = before?.publication.commit === record.publication.commit;
    if (kept.repeated !== undefined || (isQuiet && isSame)) kept.keeper?.changed(later);
    else kept.keeper?.changed(isQuiet ? soon : 0);
  }

  #put(kept: Kept, record: RunRecord, replaced: string | undefined): void {
    kept.list.put(kept.repeated === undefined ? record : joinRepeated(kept.repeated, record), replaced);
  }

  #drifted(kept: Kept, event: ApplierEvent & { kind: 'drifted' }): void {
    if (event.objects.length === 0) return;
    const running = runningOf(kept);
    if (running !== undefined) return running.explainDrift(event.objects);
    const before = kept.list.newest;
    if (before === undefined) return;
    const record = driftRecord(event, before);
    const isSame = repeats(before, record);
    kept.list.put(isSame ? joinRepeated(before, record) : record, isSame ? before.id : undefined);
    kept.keeper?.changed(isSame ? later : 0);
    this.#changed(event.environment, record.id);
  }

  #changed(environment: string, run: string): void {
    for (const listener of this.#listeners) listener(environment, run);
  }
}

function runningOf({ draft }: Kept): RunDraft | undefined {
  return draft?.facts.endedAt === undefined ? draft : undefined;
}
