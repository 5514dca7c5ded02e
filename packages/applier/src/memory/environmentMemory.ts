import type { Api } from '../apply/apiClient.ts';
import { ApiError } from '../apply/apiError.ts';
import { applyConfigMap } from '../apply/applyConfigMap.ts';
import { readRemembered, writeRemembered, type Remembered } from './remembered.ts';

/**
 * The durable memory of one environment: ConfigMap `couplet-<environment>.memory` beside the set's parent. Read once;
 * afterwards this process is its only writer, because it holds the lease. A dot is in no environment's name, so that no
 * parent can have the same name.
 */
export class EnvironmentMemory {
  readonly name: string;
  readonly #namespace: string;
  #facts: Remembered | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  constructor(environment: string, namespace: string) {
    this.name = `couplet-${environment}.memory`;
    this.#namespace = namespace;
  }

  /** What was last read or written; nothing before the first `read`. */
  get facts(): Remembered {
    return this.#facts ?? {};
  }

  get isRead(): boolean {
    return this.#facts !== undefined;
  }

  /** Reads it from the cluster, the first time only. Throws as `Api.request` does; nothing is forgotten by an error. */
  async read(api: Api, signal: AbortSignal): Promise<Remembered> {
    this.#facts ??= await this.#fetch(api, signal);
    return this.#facts;
  }

  /** Keeps facts; a key with the value undefined is forgotten. Writes nothing when nothing changes. */
  async remember(
    api: Api,
    change: { [Key in keyof Remembered]?: Remembered[Key] | undefined },
    signal: AbortSignal,
  ): Promise<void> {
    // One after the other: a person's suspend and a pass that ends may come together.
    const write = this.#writing.then(async () => this.#write(api, change, signal));
    this.#writing = write.catch(() => {});
    await write;
  }

  async #write(api: Api, change: object, signal: AbortSignal): Promise<void> {
    const before = await this.read(api, signal);
    const facts = readRemembered(writeRemembered({ ...before, ...change }));
    if (JSON.stringify(writeRemembered(facts)) === JSON.stringify(writeRemembered(before))) return;
    const metadata = {
      name: this.name,
      namespace: this.#namespace,
      labels: { 'app.kubernetes.io/part-of': 'couplet', 'app.kubernetes.io/managed-by': 'couplet' },
    };
    await applyConfigMap(api, this.#path, { metadata, data: writeRemembered(facts) }, signal);
    this.#facts = facts;
  }

  async #fetch(api: Api, signal: AbortSignal): Promise<Remembered> {
    try {
      const { body } = await api.request<{ data?: Record<string, string> }>({
        method: 'GET',
        path: this.#path,
        signal,
      });
      return readRemembered(body.data ?? {});
    } catch (error) {
      if (error instanceof ApiError && error.httpStatus === 404) return {};
      throw error;
    }
  }

  get #path(): string {
    return `/api/v1/namespaces/${encodeURIComponent(this.#namespace)}/configmaps/${encodeURIComponent(this.name)}`;
  }
}
