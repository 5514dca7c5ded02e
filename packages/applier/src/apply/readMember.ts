import { hash } from 'node:crypto';
import { kindKey, objectId, type Kind } from '../plan/kinds.ts';
import type { LiveObject } from '../plan/liveObject.ts';
import { digestAnnotation, fieldManager, partOfLabel, sourceAnnotation } from './fieldManager.ts';

/** ObjectMeta as far as we read it (meta/v1). */
export type Metadata = {
  name: string;
  namespace?: string;
  uid: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  deletionTimestamp?: string;
  resourceVersion?: string;
  managedFields?: ManagedFields[];
};

/** One entry of managedFields; `time` is ISO 8601 in whole seconds. */
export type ManagedFields = {
  manager?: string;
  operation?: string;
  subresource?: string;
  time?: string;
  fieldsV1?: unknown;
};

/** What an answer of the API server (the object, or its metadata only) says about a member of a set. */
export function readMember(kind: Kind, metadata: Metadata): LiveObject {
  const key = kindKey(kind.group, kind.kind);
  const { name, namespace, uid, labels = {}, annotations = {}, resourceVersion, deletionTimestamp } = metadata;
  const ours = metadata.managedFields?.find(
    ({ manager, operation, subresource }) =>
      manager === fieldManager && operation === 'Apply' && subresource === undefined,
  )?.fieldsV1;
  const digest = annotations[digestAnnotation];
  const source = annotations[sourceAnnotation];
  return {
    id: objectId(key, namespace, name),
    kind: key,
    name,
    uid,
    ...(namespace === undefined ? {} : { namespace }),
    ...(resourceVersion === undefined ? {} : { version: resourceVersion }),
    ...(digest === undefined ? {} : { digest }),
    ...(source === undefined ? {} : { source }),
    owned: ownsLabel(ours),
    fields: hash('sha1', JSON.stringify(ours ?? null), 'base64'),
    keep: annotations['couplet.dev/prune'] === 'false',
    couplet: labels['app.kubernetes.io/part-of'] === 'couplet',
    deleting: deletionTimestamp !== undefined,
    ...(deletionTimestamp === undefined ? {} : { deletedAt: deletionTimestamp }),
  };
}

/** FieldsV1 is a tree of `f:<name>` keys (meta/v1). */
function ownsLabel(fields: unknown): boolean {
  let node = fields;
  for (const key of ['f:metadata', 'f:labels', `f:${partOfLabel}`]) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return false;
    node = Reflect.get(node, key);
  }
  return node !== undefined;
}
