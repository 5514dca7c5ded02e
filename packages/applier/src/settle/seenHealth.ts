import type { RunError } from '../events.ts';
import type { Seen } from './look.ts';

/** What the last look says of an object; `reason` says why it is not current. */
export type LastSeen =
  | { kind: 'seen'; status: Seen['health']['status']; reason?: string }
  /** It was applied after the last look, or nobody has looked at all. */
  | { kind: 'not yet' };

/** What the looks at one environment found, object by object. Keeps only what is not current: usually nothing. */
export class SeenHealth {
  readonly #applied = new Set<string>();
  #notCurrent = new Map<string, Omit<LastSeen & { kind: 'seen' }, 'kind'>>();
  #looks = false;
  /** Grows with everything that is found. */
  changes = 0;

  /** A run wrote the object: what was seen before says nothing any more. */
  applied(id: string): void {
    this.#applied.add(id);
    this.changes += 1;
  }

  /** Everything that is not current; whatever has a health and is not among it is current. */
  looked(notCurrent: readonly Seen[]): void {
    this.#looks = true;
    this.changes += 1;
    this.#applied.clear();
    this.#notCurrent = new Map(
      notCurrent.map(({ target: { id }, health: { status, message } }) => [id, { status, reason: message }]),
    );
  }

  /** The end of a wait knows reasons that a look does not: those of pods and events. */
  explained(errors: readonly RunError[]): void {
    this.changes += 1;
    for (const { id = '', message } of errors) {
      const known = this.#notCurrent.get(id);
      if (known === undefined) continue;
      const beginning = `${id} is not healthy: `;
      known.reason = message.startsWith(beginning) ? message.slice(beginning.length) : message;
    }
  }

  of(id: string): LastSeen {
    if (!this.#looks || this.#applied.has(id)) return { kind: 'not yet' };
    return { kind: 'seen', status: 'current', ...this.#notCurrent.get(id) };
  }
}
