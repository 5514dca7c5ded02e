import type { Clock } from '@couplet/daemon';
import { inParallel } from '@couplet/volume';
import type { Api } from '../apply/apiClient.ts';
import type { RunError } from '../events.ts';
import { explainHealth } from './explainHealth.ts';
import { look, type Seen } from './look.ts';
import { Reader } from './reader.ts';
import type { Target } from './target.ts';

export type SettleDeps = {
  api: Api;
  clock: Clock;
  /** Label value by which the objects are listed. */
  setId: string;
  /** Milliseconds to wait; 0 looks once. */
  within: number;
  onProgress(progress: Progress): void;
  /** Each look: everything of all targets that is not current. */
  onLook?(notCurrent: readonly Seen[]): void;
};

/** How many of the objects are current; `message` names what is waited for, with its reason once that was looked up. */
export type Progress = { objects: number; current: number; message?: string };

export type Settled = { result: 'healthy' | 'degraded'; errors: RunError[] };

/** Milliseconds between two looks: most rollouts take seconds, some take minutes. */
const interval = { first: 200, factor: 1.5, most: 2_000 };
/** Milliseconds after which the reason for what is not current is worth its requests, and between two look-ups. */
const patience = 5_000;
/** Objects whose reason is looked up at the end: a hundred fail for the same one. */
const mostReasons = 20;

/**
 * Waits until every object is current (`healthy`), one has failed for good, or the time is over (`degraded`). Rejects
 * with the signal's reason when a newer publication, or the end of the program, makes the answer worthless.
 */
export async function settle(targets: Target[], deps: SettleDeps, signal: AbortSignal): Promise<Settled> {
  const { api, clock, setId } = deps;
  const lookDeps = { reader: new Reader(api, setId), now: () => clock.now(), signal };
  const deadline = clock.now() + deps.within;
  const reason = new Reason(deps, signal);
  let waiting = targets;
  for (let pause = interval.first; ; pause = Math.min(pause * interval.factor, interval.most)) {
    const seen = (await look(waiting, lookDeps)).filter(({ health }) => health.status !== 'current');
    deps.onLook?.(seen);
    if (seen.length === 0) return { result: 'healthy', errors: [] };
    const left = deadline - clock.now();
    const broken = left > 0 ? seen.filter(({ health }) => health.status === 'failed') : seen;
    if (broken.length > 0) return { result: 'degraded', errors: await explain(broken, api, signal) };
    waiting = seen.map(({ target }) => target);
    const message = await reason.of(seen);
    deps.onProgress({ objects: targets.length, current: targets.length - waiting.length, ...message });
    await clock.sleep(Math.min(pause, left), signal);
  }
}

/** In the order of the manifests. The reasons of the first objects are looked up. */
async function explain(broken: Seen[], api: Api, signal: AbortSignal): Promise<RunError[]> {
  const errors = new Map<string, RunError>();
  await inParallel(broken.slice(0, mostReasons), 4, async (seen) => {
    errors.set(seen.target.id, await explainHealth(seen, api, signal));
  });
  return broken.map(({ target: { id, source }, health, code }) => {
    const plain = { code: code ?? 'unhealthy', message: `${id} is not healthy: ${health.message}`, id, ...source };
    return errors.get(id) ?? plain;
  });
}

/** The sentence about what is waited for; its reason is looked up only when the wait has become long, and rarely. */
class Reason {
  readonly #deps: SettleDeps;
  readonly #signal: AbortSignal;
  #next: number;
  #known: { id: string; state: string; message: string } | undefined;

  constructor(deps: SettleDeps, signal: AbortSignal) {
    this.#deps = deps;
    this.#signal = signal;
    this.#next = deps.clock.now() + patience;
  }

  async of([first]: Seen[]): Promise<{ message?: string }> {
    if (first === undefined) return {};
    const { target, health } = first;
    const { clock, api } = this.#deps;
    if (clock.now() >= this.#next) {
      const { message } = await explainHealth(first, api, this.#signal);
      this.#next = clock.now() + patience;
      this.#known = { id: target.id, state: health.message, message: message.replace(' is not healthy', '') };
    }
    const known =
      this.#known?.id === target.id && this.#known.state === health.message ? this.#known.message : undefined;
    return { message: `waiting for ${known ?? `${target.id}: ${health.message}`}` };
  }
}
