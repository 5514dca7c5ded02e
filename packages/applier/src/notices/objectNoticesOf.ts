import type { ApplierEvent, Drift, RunError, RunEvent } from '../events.ts';
import { pickError } from '../report/pickError.ts';

/** What `kubectl describe` shows of an object that is in trouble. */
export type ObjectNotice = {
  environment: string;
  /** Object id. */
  id: string;
  /** As for the environment: it could not be applied, is not healthy, or is not as in the repository. */
  reason: 'Failed' | 'Degraded' | 'Drifted';
  note: string;
};

/** Beyond, the notice about the set says how many there are. */
const mostInRun = 20;
/** Objects whose trouble is remembered as told. */
const mostTold = 1000;

/**
 * A fold: the objects that are in trouble, each told once for a commit and a cause, and again when it was well meanwhile.
 * At most 20 in a run; a later run tells of others.
 */
export function objectNoticesOf(): (event: ApplierEvent) => ObjectNotice[] {
  const environments = new Map<string, Troubles>();
  return (event) => {
    const { environment } = event;
    if (event.kind === 'removed') {
      environments.delete(environment);
      return [];
    }
    const troubles = environments.get(environment) ?? new Troubles(environment);
    environments.set(environment, troubles);
    return troubles.judge(event);
  };
}

class Troubles {
  readonly #environment: string;
  /** By reason and object: commit and code as told. */
  readonly #told = new Map<string, string>();
  #commit = '';
  #count = 0;
  #failing = new Set<string>();

  constructor(environment: string) {
    this.#environment = environment;
  }

  judge(event: ApplierEvent): ObjectNotice[] {
    if (event.kind === 'started') this.#start(event);
    if (event.kind === 'object') return this.#object(event);
    if (event.kind === 'ended' && event.result !== 'superseded') this.#forget('Failed', this.#failing);
    if (event.kind === 'settled') {
      this.#forget('Degraded', new Set(event.errors.map(({ id = '' }) => id)));
      return event.errors.flatMap((error) => this.#tell('Degraded', error.id, error));
    }
    if (event.kind === 'drifted') return event.objects.flatMap((drift) => this.#drift(drift));
    if (event.kind === 'resolved') for (const id of event.ids) this.#told.delete(`Drifted ${id}`);
    return [];
  }

  #start({ rollback, publication }: RunEvent & { kind: 'started' }): void {
    this.#commit = (rollback ?? publication).commit;
    this.#count = 0;
    this.#failing = new Set();
  }

  #object({ id, outcome, error }: RunEvent & { kind: 'object' }): ObjectNotice[] {
    if (outcome !== 'failed' || error === undefined) return [];
    this.#failing.add(id);
    return this.#tell('Failed', id, error);
  }

  #drift({ id, corrected, error }: Drift): ObjectNotice[] {
    if (corrected) this.#told.delete(`Drifted ${id}`);
    return corrected || error === undefined ? [] : this.#tell('Drifted', id, error);
  }

  #tell(reason: ObjectNotice['reason'], id: string | undefined, error: RunError): ObjectNotice[] {
    if (id === undefined || this.#count >= mostInRun) return [];
    const key = `${reason} ${id}`;
    const cause = `${this.#commit} ${error.code}`;
    if (this.#told.get(key) === cause || (this.#told.size >= mostTold && !this.#told.has(key))) return [];
    this.#told.set(key, cause);
    this.#count += 1;
    return [{ environment: this.#environment, id, reason, note: this.#note(error) }];
  }

  #note(error: RunError): string {
    const { message, file, line } = pickError(error);
    const place = file === undefined ? '' : `, ${file}${line === undefined ? '' : `:${line}`}`;
    return `commit ${this.#commit.slice(0, 7)}${place}: ${message}`;
  }

  /** What is not in trouble any more is news when it comes back. */
  #forget(reason: ObjectNotice['reason'], still: ReadonlySet<string>): void {
    for (const key of this.#told.keys()) {
      if (key.startsWith(`${reason} `) && !still.has(key.slice(reason.length + 1))) this.#told.delete(key);
    }
  }
}
