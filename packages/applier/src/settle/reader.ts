import type { Api } from '../apply/apiClient.ts';
import { ApiError } from '../apply/apiError.ts';
import { partOfLabel } from '../apply/fieldManager.ts';
import { collectionPath, objectPath } from '../apply/objectPath.ts';
import { kindKey, type Kind } from '../plan/kinds.ts';
import type { ClusterObject } from './clusterObject.ts';
import type { Target } from './target.ts';

/** So many objects of a kind are read one by one: a list would bring every other one of the set as well. */
const few = 4;

/** A definition alone can have hundreds of kilobytes, a workload has three. */
const pageSizes = new Map([['CustomResourceDefinition.apiextensions.k8s.io', 20]]);
const defaultPageSize = 250;

type Page = { metadata?: { continue?: string }; items?: ClusterObject[] };

/** Reads targets of one set, kind by kind, in full: health is in `status`, which metadata alone does not have. */
export class Reader {
  readonly #api: Api;
  readonly #setId: string;
  /** Kinds (by `kindKey`) that may not be listed cluster-wide. */
  readonly #namespaced = new Set<string>();

  constructor(api: Api, setId: string) {
    this.#api = api;
    this.#setId = setId;
  }

  /**
   * The objects that exist, by object id: `found` is called for each, and nothing else is kept. All targets are of
   * `kind`. Throws ApiError and ApiUnreachableError.
   */
  async read(
    kind: Kind,
    targets: Target[],
    found: (target: Target, object: ClusterObject) => void,
    signal: AbortSignal,
  ): Promise<void> {
    if (targets.length <= few) {
      await Promise.all(targets.map(async (target) => await this.#readOne(kind, target, found, signal)));
      return;
    }
    const byPlace = new Map(targets.map((target) => [placeOf(target.namespace, target.name), target]));
    const match = (object: ClusterObject): void => {
      const target = byPlace.get(placeOf(object.metadata.namespace, object.metadata.name));
      if (target !== undefined) found(target, object);
    };
    const key = kindKey(kind.group, kind.kind);
    if (!this.#namespaced.has(key)) {
      try {
        await this.#list(kind, undefined, match, signal);
        return;
      } catch (error) {
        if (!(error instanceof ApiError && error.httpStatus === 403 && kind.namespaced)) throw error;
        this.#namespaced.add(key);
      }
    }
    const namespaces = new Set(targets.map(({ namespace }) => namespace));
    await Promise.all([...namespaces].map(async (namespace) => await this.#list(kind, namespace, match, signal)));
  }

  async #readOne(
    kind: Kind,
    target: Target,
    found: (target: Target, object: ClusterObject) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const path = objectPath(kind, kind.versions[0] ?? '', target.namespace, target.name);
    try {
      const { body } = await this.#api.request<ClusterObject>({ method: 'GET', path, signal });
      found(target, body);
    } catch (error) {
      if (!(error instanceof ApiError && error.httpStatus === 404)) throw error;
    }
  }

  async #list(
    kind: Kind,
    namespace: string | undefined,
    match: (object: ClusterObject) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const limit = String(pageSizes.get(kindKey(kind.group, kind.kind)) ?? defaultPageSize);
    let next = '';
    do {
      const query = new URLSearchParams({ labelSelector: `${partOfLabel}=${this.#setId}`, limit, continue: next });
      const path = `${collectionPath(kind, kind.versions[0] ?? '', namespace)}?${query}`;
      const { body: page } = await this.#api.request<Page>({ method: 'GET', path, signal });
      page.items?.forEach(match);
      next = page.metadata?.continue ?? '';
    } while (next !== '');
  }
}

function placeOf(namespace: string | undefined, name: string): string {
  return `${namespace ?? ''}/${name}`;
}
