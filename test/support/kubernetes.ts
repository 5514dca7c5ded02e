import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from '../../packages/applier/src/apply/apiClient.ts';
import { ApiError } from '../../packages/applier/src/apply/apiError.ts';
import { openConnection } from '../../packages/applier/src/apply/connection.ts';

/** A live object, as far as tests look into it. */
export type KubernetesObject = {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    uid: string;
    resourceVersion: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    deletionTimestamp?: string;
    managedFields?: { manager: string; operation: string }[];
  };
  data?: Record<string, string>;
  spec?: Record<string, unknown>;
};

/** Reads and writes of a test, as another user than Couplet. Paths are those of the API: `/api/v1/namespaces/shop/configmaps/a`. */
export class Kubernetes {
  readonly #client: ApiClient;

  constructor(kubeconfig: string) {
    const connection = openConnection(kubeconfig, () => Date.now());
    this.#client = new ApiClient({ connection, concurrency: 8, sleep: (ms) => sleep(ms) });
  }

  /** Undefined when it does not exist. */
  async get(path: string): Promise<KubernetesObject | undefined> {
    try {
      const { body } = await this.#client.request({ method: 'GET', path, signal: AbortSignal.timeout(30_000) });
      return body as KubernetesObject;
    } catch (error) {
      if (error instanceof ApiError && error.httpStatus === 404) return undefined;
      throw error;
    }
  }

  async list(path: string): Promise<KubernetesObject[]> {
    const { body } = await this.#client.request({ method: 'GET', path, signal: AbortSignal.timeout(30_000) });
    return (body as { items: KubernetesObject[] }).items;
  }

  /** Server-side apply under the name of another manager. */
  async apply(path: string, object: object, manager = 'somebody-else'): Promise<void> {
    await this.#client.request({
      method: 'PATCH',
      path: `${path}?fieldManager=${manager}&force=true`,
      contentType: 'application/apply-patch+yaml',
      body: JSON.stringify(object),
      signal: AbortSignal.timeout(30_000),
    });
  }

  /** A merge patch, as `kubectl patch --type merge` and `kubectl edit` send; null removes a field. */
  async merge(path: string, patch: object, manager = 'kubectl-edit'): Promise<void> {
    await this.#client.request({
      method: 'PATCH',
      path: `${path}?fieldManager=${manager}`,
      contentType: 'application/merge-patch+json',
      body: JSON.stringify(patch),
      signal: AbortSignal.timeout(30_000),
    });
  }

  /** Creates an object in a collection, as controllers and `kubectl create` do. */
  async create(collection: string, object: object, manager = 'somebody-else'): Promise<object> {
    const { body } = await this.#client.request<object>({
      method: 'POST',
      path: `${collection}?fieldManager=${manager}`,
      contentType: 'application/json',
      body: JSON.stringify(object),
      signal: AbortSignal.timeout(30_000),
    });
    return body;
  }

  async delete(path: string): Promise<void> {
    await this.#client.request({ method: 'DELETE', path, signal: AbortSignal.timeout(30_000) });
  }

  async createNamespace(name: string): Promise<void> {
    await this.apply(`/api/v1/namespaces/${name}`, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  }

  close(): void {
    this.#client.close();
  }
}
