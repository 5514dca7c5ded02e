import { randomBytes } from 'node:crypto';
import type { Clock, Log } from '@couplet/daemon';
import type { Api } from '../apply/apiClient.ts';
import { ApiError } from '../apply/apiError.ts';
import type { ObjectNotice } from './objectNoticesOf.ts';
import { PostQueue } from './postQueue.ts';

/** ObjectReference of core/v1. Without `uid` `kubectl describe` does not find the Event. */
export type ObjectReference = { apiVersion: string; kind: string; namespace?: string; name: string; uid?: string };

export type ObjectPosterOptions = {
  api: Api;
  clock: Clock;
  log: Pick<Log, 'info'>;
  signal: AbortSignal;
  /** How the API server names an object; undefined when that is not known. */
  refer: (environment: string, id: string) => ObjectReference | undefined;
};

/** Milliseconds until a namespace that refused is tried again. */
const pause = 3_600_000;
/** Bytes; the API server refuses more (validation of events.k8s.io/v1). */
const longestNote = 1024;

/**
 * Writes Events of events.k8s.io/v1 beside the objects that they are about: a right that an installation need not give.
 * A namespace that refuses is left alone for an hour, and the log says so once.
 */
export class ObjectPoster {
  readonly #options: ObjectPosterOptions;
  readonly #queue = new PostQueue<{ about: ObjectReference; notice: ObjectNotice }>((item) => this.#post(item));
  readonly #refused = new Map<string, number>();
  #isTold = false;

  constructor(options: ObjectPosterOptions) {
    this.#options = options;
  }

  add(notice: ObjectNotice): void {
    const about = this.#options.refer(notice.environment, notice.id);
    if (about !== undefined) this.#queue.add({ about, notice });
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#queue.idle();
  }

  async #post({ about, notice }: { about: ObjectReference; notice: ObjectNotice }): Promise<void> {
    const { api, clock, log, signal } = this.#options;
    // Where Events of objects without a namespace go by convention, and by validation.
    const namespace = about.namespace ?? 'default';
    if ((this.#refused.get(namespace) ?? 0) > clock.now()) return;
    const path = `/apis/events.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/events`;
    const body = JSON.stringify(this.#object(about, notice, namespace));
    try {
      await api.request({ method: 'POST', path, contentType: 'application/json', body, signal });
    } catch (err) {
      if (signal.aborted) return;
      if (err instanceof ApiError && err.httpStatus === 403) this.#refused.set(namespace, clock.now() + pause);
      if (!this.#isTold) log.info({ err, namespace }, 'Kubernetes Events about objects are not written');
      this.#isTold = true;
    }
  }

  #object(regarding: ObjectReference, { environment, reason, note }: ObjectNotice, namespace: string): unknown {
    return {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { name: `couplet-${environment}.${randomBytes(8).toString('hex')}`, namespace },
      eventTime: new Date(this.#options.clock.now()).toISOString().replace('Z', '000Z'),
      reportingController: 'couplet.dev/applier',
      reportingInstance: `couplet-${environment}`,
      regarding,
      type: 'Warning',
      reason,
      action: actions[reason],
      note: clip(note),
    };
  }
}

const actions: Record<ObjectNotice['reason'], string> = { Failed: 'Apply', Degraded: 'Settle', Drifted: 'Correct' };

/** One line of at most so many bytes, without half a character at its end. */
function clip(note: string): string {
  const bytes = Buffer.from(note.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' '));
  return bytes
    .subarray(0, longestNote)
    .toString()
    .replace(/\uFFFD$/, '');
}
