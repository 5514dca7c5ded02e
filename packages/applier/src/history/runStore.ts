import type { Api } from '../apply/apiClient.ts';
import { ApiError } from '../apply/apiError.ts';
import { fieldManager } from '../apply/fieldManager.ts';
import { shardCount, type Shard } from './runList.ts';

type ConfigMapObject = { metadata: { resourceVersion?: string }; binaryData?: Record<string, string> };

/**
 * `outdated`: nothing was written, because another has written since it was read. `deleted`: somebody had deleted the
 * ConfigMap; now it is there again with these records.
 */
export type Written = 'written' | 'outdated' | 'deleted';

const suffix = '.json.gz';

/** What a ConfigMap allows in a key. */
const isKey = /^[-._a-zA-Z0-9]{1,200}$/;

/**
 * The records of one environment in ConfigMaps `couplet-<environment>.runs-0` to `-4`, ten in each: one `binaryData` entry
 * `<run>.json.gz` for a run. A ConfigMap is replaced whole by one request, so that it is never half written; what another
 * wrote since it was read is never overwritten.
 */
export class RunStore {
  readonly #api: Api;
  readonly #environment: string;
  readonly #namespace: string;
  readonly #versions = new Map<number, string>();

  constructor(api: Api, { environment, namespace }: { environment: string; namespace: string }) {
    this.#api = api;
    this.#environment = environment;
    this.#namespace = namespace;
  }

  /** All shards; one that is not there is empty. Throws as `Api.request` does. */
  async read(signal: AbortSignal): Promise<Shard[]> {
    return await Promise.all(Array.from({ length: shardCount }, (_, shard) => this.#readShard(shard, signal)));
  }

  /** Replaces one shard by these records. Throws as `Api.request` does. */
  async write(shard: number, records: Shard, signal: AbortSignal): Promise<Written> {
    const entries = [...records].filter(([id]) => isKey.test(id));
    const binaryData = Object.fromEntries(entries.map(([id, bytes]) => [id + suffix, bytes.toString('base64')]));
    const isNew = !this.#versions.has(shard);
    try {
      // An apply cannot demand that there is none yet, and would replace what another has just created.
      if (isNew) await this.#send('POST', shard, {}, signal);
      const created = await this.#send('PATCH', shard, { binaryData }, signal);
      return created && !isNew ? 'deleted' : 'written';
    } catch (error) {
      if (error instanceof ApiError && error.httpStatus === 409) return 'outdated';
      throw error;
    }
  }

  async #send(method: 'POST' | 'PATCH', shard: number, content: object, signal: AbortSignal): Promise<boolean> {
    const isNew = method === 'POST';
    const resourceVersion = this.#versions.get(shard);
    const metadata = {
      name: this.#name(shard),
      namespace: this.#namespace,
      labels: {
        'app.kubernetes.io/part-of': 'couplet',
        'app.kubernetes.io/managed-by': 'couplet',
        'app.kubernetes.io/component': 'history',
        'app.kubernetes.io/instance': this.#environment,
      },
      ...(resourceVersion !== undefined && { resourceVersion }),
    };
    const { created, body } = await this.#api.request<ConfigMapObject>({
      method,
      path: `${isNew ? this.#collection : this.#path(shard)}?fieldManager=${fieldManager}${isNew ? '' : '&force=true'}`,
      contentType: isNew ? 'application/json' : 'application/apply-patch+yaml',
      body: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata, ...content }),
      lane: 'history',
      signal,
    });
    this.#remember(shard, body);
    return created;
  }

  async #readShard(shard: number, signal: AbortSignal): Promise<Shard> {
    try {
      const { body } = await this.#api.request<ConfigMapObject>({
        method: 'GET',
        path: this.#path(shard),
        lane: 'history',
        signal,
      });
      this.#remember(shard, body);
      const entries = Object.entries(body.binaryData ?? {}).filter(([key]) => key.endsWith(suffix));
      return new Map(entries.map(([key, text]) => [key.slice(0, -suffix.length), Buffer.from(text, 'base64')]));
    } catch (error) {
      if (!(error instanceof ApiError) || error.httpStatus !== 404) throw error;
      this.#versions.delete(shard);
      return new Map();
    }
  }

  #remember(shard: number, { metadata: { resourceVersion } }: ConfigMapObject): void {
    if (resourceVersion !== undefined) this.#versions.set(shard, resourceVersion);
  }

  #name(shard: number): string {
    return `couplet-${this.#environment}.runs-${shard}`;
  }

  #path(shard: number): string {
    return `${this.#collection}/${encodeURIComponent(this.#name(shard))}`;
  }

  get #collection(): string {
    return `/api/v1/namespaces/${encodeURIComponent(this.#namespace)}/configmaps`;
  }
}
