import { randomBytes } from 'node:crypto';
import type { Clock, Log } from '@couplet/daemon';
import type { Api } from '../apply/apiClient.ts';
import type { Notice } from './noticesOf.ts';

export type PosterOptions = {
  api: Api;
  clock: Clock;
  log: Pick<Log, 'warn'>;
  /** Where the set parents live. */
  namespace: string;
  signal: AbortSignal;
};

/** More are left out: whoever floods the events of a cluster hides those of others. */
const mostWaiting = 50;

/** Writes notices as Events of core/v1, one after the other, beside everything else: what cannot be written is left out. */
export class NoticePoster {
  readonly #options: PosterOptions;
  #waiting: Notice[] = [];
  #posting: Promise<void> | undefined;
  #isRefused = false;

  constructor(options: PosterOptions) {
    this.#options = options;
  }

  add(notice: Notice): void {
    this.#waiting = [...this.#waiting, notice].slice(-mostWaiting);
    this.#posting ??= this.#post();
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#posting;
  }

  async #post(): Promise<void> {
    const { api, namespace, signal, log } = this.#options;
    // In a turn of its own, so that whoever adds is never held up.
    await Promise.resolve();
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`;
      const body = JSON.stringify(this.#object(next));
      try {
        await api.request({ method: 'POST', path, contentType: 'application/json', body, signal });
        this.#isRefused = false;
      } catch (err) {
        if (!signal.aborted && !this.#isRefused) log.warn({ err }, 'Kubernetes Events cannot be written');
        this.#isRefused = true;
      }
    }
    this.#posting = undefined;
  }

  #object({ environment, type, reason, note }: Notice): unknown {
    const { clock, namespace } = this.#options;
    const at = new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
    const parent = `couplet-${environment}`;
    return {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: `${parent}.${randomBytes(8).toString('hex')}`, namespace },
      involvedObject: { apiVersion: 'v1', kind: 'ConfigMap', name: parent, namespace },
      type,
      reason,
      message: note,
      source: { component: 'couplet' },
      reportingComponent: 'couplet.dev/applier',
      firstTimestamp: at,
      lastTimestamp: at,
      count: 1,
    };
  }
}
