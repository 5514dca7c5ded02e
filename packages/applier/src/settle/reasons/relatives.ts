import type { Api } from '../../apply/apiClient.ts';
import { ApiError } from '../../apply/apiError.ts';
import { collectionPath } from '../../apply/objectPath.ts';
import type { Kind } from '../../plan/kinds.ts';
import type { ClusterObject } from '../clusterObject.ts';
import { numberAt, textAt, valueAt } from '../fields.ts';
import { labelSelector } from './labelSelector.ts';

const pods: Kind = { group: '', kind: 'Pod', resource: 'pods', versions: ['v1'], namespaced: true };
const events: Kind = { group: '', kind: 'Event', resource: 'events', versions: ['v1'], namespaced: true };
const replicaSets: Kind = {
  group: 'apps',
  kind: 'ReplicaSet',
  resource: 'replicasets',
  versions: ['v1'],
  namespaced: true,
};

/** Enough to find a reason; a rollout of hundreds of pods fails for the same one. */
const most = 50;

/** Event (core/v1) as far as it is told. */
export type ClusterEvent = { reason: string; message: string; warning: boolean };

/**
 * Reads what belongs to an object: its pods, the events about it. A right that is missing is remembered for the
 * sentence about it, and the answer is empty.
 */
export class Relatives {
  readonly #api: Api;
  readonly #signal: AbortSignal;
  /** `list pods in namespace shop`, for each that is forbidden. */
  readonly missing = new Set<string>();

  constructor(api: Api, signal: AbortSignal) {
    this.#api = api;
    this.#signal = signal;
  }

  /** The pods of a workload, found by its selector and checked by their owner. */
  async pods(owner: ClusterObject): Promise<ClusterObject[]> {
    return await this.#owned(pods, owner);
  }

  /** The newest ReplicaSet of a Deployment: older ones may still have pods with problems that are solved. */
  async newestReplicaSet(deployment: ClusterObject): Promise<ClusterObject | undefined> {
    const owned = await this.#owned(replicaSets, deployment);
    return owned.toSorted((a, b) => revisionOf(b) - revisionOf(a))[0];
  }

  /** The events about an object, the last one first. */
  async events({ metadata }: ClusterObject): Promise<ClusterEvent[]> {
    const found = await this.#list(events, metadata.namespace ?? 'default', {
      fieldSelector: `involvedObject.uid=${metadata.uid}`,
    });
    return found
      .toSorted((a, b) => timeOf(b).localeCompare(timeOf(a)))
      .map((event) => ({
        reason: textAt(event, 'reason') ?? '',
        message: textAt(event, 'message') ?? '',
        warning: textAt(event, 'type') === 'Warning',
      }));
  }

  async #owned(kind: Kind, owner: ClusterObject): Promise<ClusterObject[]> {
    const selector = labelSelector(valueAt(owner.spec, 'selector'));
    if (selector === undefined) return [];
    const found = await this.#list(kind, owner.metadata.namespace ?? 'default', { labelSelector: selector });
    return found.filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === owner.metadata.uid));
  }

  async #list(kind: Kind, namespace: string, query: Record<string, string>): Promise<ClusterObject[]> {
    const parameters = new URLSearchParams({ ...query, limit: String(most) });
    const path = `${collectionPath(kind, kind.versions[0] ?? '', namespace)}?${parameters}`;
    try {
      const { body } = await this.#api.request<{ items?: ClusterObject[] }>({
        method: 'GET',
        path,
        signal: this.#signal,
      });
      return body.items ?? [];
    } catch (error) {
      this.#signal.throwIfAborted();
      if (error instanceof ApiError && error.httpStatus === 403) {
        this.missing.add(`list ${kind.resource} in namespace ${namespace}`);
      }
      return [];
    }
  }
}

function revisionOf({ metadata }: ClusterObject): number {
  return Number(metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);
}

/** Events written through events.k8s.io have a series or an eventTime, older ones a lastTimestamp; all sort as text. */
function timeOf(event: unknown): string {
  const times = [
    textAt(event, 'series', 'lastObservedTime'),
    textAt(event, 'lastTimestamp'),
    textAt(event, 'eventTime'),
    textAt(event, 'metadata', 'creationTimestamp'),
  ];
  return `${times.find((time) => time !== undefined) ?? ''} ${numberAt(event, 'count') ?? 0}`;
}
