import type { Clock } from './clock.ts';
import { redactText } from './redactText.ts';

/** `problem` makes the program not ready; `notice` is shown and changes nothing else. */
export type HealthState = 'ok' | { problem: string } | { notice: string };

/** `checks` holds, by name, 'ok' or the sentence that says what is wrong. */
export type HealthAnswer = { ok: boolean; checks: Record<string, string> };

/**
 * Two questions, kept apart: *live* asks whether the loops turn, so that a restart can help; *ready* asks whether what
 * the program depends on is there, which a restart cannot mend.
 */
export class Health {
  readonly #clock: Clock;
  readonly #beats = new Map<string, number>();
  readonly #limits = new Map<string, number>();
  readonly #states = new Map<string, HealthState>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A loop says that it turned. A pass that takes long on purpose calls this between its steps. */
  beat(loop: string): void {
    this.#beats.set(loop, this.#clock.now());
  }

  /** From now on, more than `withinMs` milliseconds without a beat of this loop means: not live. */
  expectBeat(loop: string, withinMs: number): void {
    this.#limits.set(loop, withinMs);
    if (!this.#beats.has(loop)) this.beat(loop);
  }

  /** Records the state of something that readiness depends on. A check counts from its first call. */
  set(check: string, state: HealthState): void {
    this.#states.set(check, state);
  }

  live(): HealthAnswer {
    const answers = [...this.#limits].map(([loop, limit]): [string, string] => [loop, this.#turning(loop, limit)]);
    return { ok: answers.every(([, text]) => text === 'ok'), checks: Object.fromEntries(answers) };
  }

  ready(): HealthAnswer {
    const states = [...this.#states];
    return {
      ok: states.every(([, state]) => state === 'ok' || 'notice' in state),
      checks: Object.fromEntries(states.map(([check, state]) => [check, describe(state)])),
    };
  }

  #turning(loop: string, limit: number): string {
    const now = this.#clock.now();
    // When the host's clock was set back, the beat lies in the future and would hide a hang until time caught up.
    const beat = Math.min(this.#beats.get(loop) ?? now, now);
    this.#beats.set(loop, beat);
    if (now - beat <= limit) return 'ok';
    return `loop must turn within ${seconds(limit)}, last turn was ${seconds(now - beat)} ago`;
  }
}

function describe(state: HealthState): string {
  if (state === 'ok') return state;
  return redactText('problem' in state ? state.problem : state.notice);
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
