import type { Api } from '../apply/apiClient.ts';
import { ApiError } from '../apply/apiError.ts';
import type { LeaseRecord } from './leaseRecord.ts';

type LeaseObject = {
  metadata: { name: string; namespace: string; resourceVersion?: string };
  spec?: {
    holderIdentity?: string;
    leaseDurationSeconds?: number;
    leaseTransitions?: number;
    acquireTime?: string;
    renewTime?: string;
  };
};

/** One Lease of the cluster. */
export type LeaseStore = {
  /** Undefined when there is none. */
  read(signal: AbortSignal): Promise<LeaseRecord | undefined>;
  /** Writes over what `read` gave; undefined when another was quicker. Creates it when `resourceVersion` is `''`. */
  write(record: LeaseRecord, signal: AbortSignal): Promise<LeaseRecord | undefined>;
};

/** Plain create and update with resourceVersion: server-side apply would let the slower of two win. */
export function leaseStore(api: Api, { name, namespace }: { name: string; namespace: string }): LeaseStore {
  const collection = `/apis/coordination.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/leases`;
  const path = `${collection}/${encodeURIComponent(name)}`;
  return {
    async read(signal) {
      try {
        const { body } = await api.request<LeaseObject>({ method: 'GET', path, signal });
        return toRecord(body);
      } catch (error) {
        if (error instanceof ApiError && error.httpStatus === 404) return undefined;
        throw error;
      }
    },
    async write(record, signal) {
      const isNew = record.resourceVersion === '';
      const request = {
        ...(isNew ? { method: 'POST' as const, path: collection } : { method: 'PUT' as const, path }),
        contentType: 'application/json',
        body: JSON.stringify(toObject(record, name, namespace)),
        signal,
      };
      try {
        const { body } = await api.request<LeaseObject>(request);
        return toRecord(body);
      } catch (error) {
        if (error instanceof ApiError && error.httpStatus === 409) return undefined;
        // It was deleted between reading and writing; the next turn creates it.
        if (error instanceof ApiError && error.httpStatus === 404 && !isNew) return undefined;
        throw error;
      }
    },
  };
}

function toRecord({ metadata, spec = {} }: LeaseObject): LeaseRecord {
  return {
    holder: spec.holderIdentity ?? '',
    duration: spec.leaseDurationSeconds ?? 0,
    transitions: spec.leaseTransitions ?? 0,
    renewTime: spec.renewTime ?? '',
    acquireTime: spec.acquireTime ?? '',
    resourceVersion: metadata.resourceVersion ?? '',
  };
}

function toObject(record: LeaseRecord, name: string, namespace: string): unknown {
  const { holder, duration, transitions, renewTime, acquireTime, resourceVersion } = record;
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: {
      name,
      namespace,
      labels: { 'app.kubernetes.io/part-of': 'couplet', 'app.kubernetes.io/managed-by': 'couplet' },
      ...(resourceVersion === '' ? {} : { resourceVersion }),
    },
    spec: {
      holderIdentity: holder,
      leaseDurationSeconds: duration,
      leaseTransitions: transitions,
      ...(renewTime === '' ? {} : { renewTime }),
      ...(acquireTime === '' ? {} : { acquireTime }),
    },
  };
}
