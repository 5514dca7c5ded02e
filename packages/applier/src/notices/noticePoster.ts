import { randomBytes } from 'node:crypto';
import type { Clock, Log } from '@couplet/daemon';
import type { Api } from '../apply/apiClient.ts';
import type { Notice } from './noticesOf.ts';
import { PostQueue } from './postQueue.ts';

export type PosterOptions = {
  api: Api;
  clock: Clock;
  log: Pick<Log, 'warn'>;
  /** Where the set parents live. */
  namespace: string;
  signal: AbortSignal;
};

/** Writes notices as Events of core/v1: what cannot be written is left out. */
export class NoticePoster {
  readonly #options: PosterOptions;
  readonly #queue = new PostQueue<Notice>((notice) => this.#post(notice));
  #isRefused = false;

  constructor(options: PosterOptions) {
    this.#options = options;
  }

  add(notice: Notice): void {
    this.#queue.add(notice);
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#queue.idle();
  }

  async #post(notice: Notice): Promise<void> {
    const { api, namespace, signal, log } = this.#options;
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/events`;
    const body = JSON.stringify(this.#object(notice));
    try {
      await api.request({ method: 'POST', path, contentType: 'application/json', body, signal });
      this.#isRefused = false;
    } catch (err) {
      if (!signal.aborted && !this.#isRefused) log.warn({ err }, 'Kubernetes Events cannot be written');
      this.#isRefused = true;
    }
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
