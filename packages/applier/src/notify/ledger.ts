import type { Api } from '../apply/apiClient.ts';
import { ApiError } from '../apply/apiError.ts';
import { applyConfigMap } from '../apply/applyConfigMap.ts';
import { readTold, writeTold, type Told } from './told.ts';

export type LedgerDeps = {
  api: Api;
  namespace: string;
  /** Entries of others are left out when it is written. */
  isKnown: (receiver: string, environment: string) => boolean;
};

/** A dot is in no environment's name, so that no set has a parent of this name. */
export const ledgerName = 'couplet.notified';

/**
 * What each receiver was told last, in one ConfigMap, so that neither a restart nor another applier repeats it. It is read
 * once in each term of the lease; within one, this process is its only writer.
 */
export class Ledger {
  readonly #deps: LedgerDeps;
  #term: number | undefined;
  #told = new Map<string, Told>();
  #isSaved = true;
  #saving: Promise<unknown> = Promise.resolve();

  constructor(deps: LedgerDeps) {
    this.#deps = deps;
  }

  /** Whether the last change still has to be written. */
  get isSaved(): boolean {
    return this.#isSaved;
  }

  /** Reads it, the first time in a term. Throws as `Api.request` does. */
  async open(term: number, signal: AbortSignal): Promise<void> {
    if (term === this.#term) return;
    const told = await this.#read(signal);
    // Two receivers may ask together; what the first has told since must not be read over.
    if (term === this.#term) return;
    this.#told = told;
    this.#term = term;
    this.#isSaved = true;
  }

  get(receiver: string, environment: string): Told | undefined {
    return this.#told.get(`${receiver}.${environment}`);
  }

  set(receiver: string, environment: string, told: Told | undefined): void {
    const key = `${receiver}.${environment}`;
    this.#isSaved = false;
    if (told === undefined) this.#told.delete(key);
    else this.#told.set(key, told);
  }

  /** Writes what `set` changed. Throws as `Api.request` does; nothing is lost then. */
  async save(signal: AbortSignal): Promise<void> {
    const save = this.#saving.then(async () => this.#write(signal));
    this.#saving = save.catch(() => {});
    await save;
  }

  async #read(signal: AbortSignal): Promise<Map<string, Told>> {
    try {
      const { body } = await this.#deps.api.request<{ data?: unknown }>({ method: 'GET', path: this.#path, signal });
      const entries = Object.entries(body.data ?? {}).flatMap(([key, text]): [string, Told][] => {
        const told = readTold(text);
        return told === undefined ? [] : [[key, told]];
      });
      return new Map(entries);
    } catch (error) {
      if (error instanceof ApiError && error.httpStatus === 404) return new Map();
      throw error;
    }
  }

  async #write(signal: AbortSignal): Promise<void> {
    if (this.#isSaved) return;
    const { api, namespace, isKnown } = this.#deps;
    const entries = [...this.#told].filter(([key]) => {
      const [receiver = '', environment = ''] = key.split('.');
      return isKnown(receiver, environment);
    });
    const labels = { 'app.kubernetes.io/part-of': 'couplet', 'app.kubernetes.io/managed-by': 'couplet' };
    const data = Object.fromEntries(entries.map(([key, told]) => [key, writeTold(told)]));
    this.#isSaved = true;
    try {
      await applyConfigMap(api, this.#path, { metadata: { name: ledgerName, namespace, labels }, data }, signal);
    } catch (error) {
      this.#isSaved = false;
      throw error;
    }
  }

  get #path(): string {
    return `/api/v1/namespaces/${encodeURIComponent(this.#deps.namespace)}/configmaps/${ledgerName}`;
  }
}
