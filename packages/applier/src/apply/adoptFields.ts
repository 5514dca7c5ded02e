import { metadataOnly, type Api } from './apiClient.ts';
import { ApiError } from './apiError.ts';
import type { ApiRequest } from './apiRequest.ts';
import { fieldManager } from './fieldManager.ts';
import type { ManagedFields, Metadata } from './readMember.ts';

/**
 * What `kubectl apply` set on the client's side becomes what we applied, as kubectl does it for itself when somebody
 * changes to server-side apply (csaupgrade in client-go). Without it a field that leaves git would stay for ever, because
 * kubectl owns it too. Returns the managedFields to write, or undefined when kubectl owns nothing.
 */
export function adoptedFields(managedFields: readonly ManagedFields[] = []): ManagedFields[] | undefined {
  const theirs = managedFields.filter(isClientSide);
  const ours = managedFields.find(isOurs);
  if (theirs.length === 0 || ours === undefined) return undefined;
  const fieldsV1 = [ours, ...theirs].map((entry) => entry.fieldsV1).reduce(mergeFields);
  return managedFields
    .filter((entry) => !isClientSide(entry))
    .map((entry) => (entry === ours ? { ...ours, fieldsV1 } : entry));
}

/** Writes them; a later apply then removes what git does not have. When somebody wrote the object meanwhile, nothing is written. */
export async function adoptFields(
  api: Api,
  { path, signal }: Pick<ApiRequest, 'path' | 'signal'>,
  { metadata, managedFields }: { metadata: Metadata; managedFields: ManagedFields[] },
): Promise<void> {
  // The version first: what was read must still be so.
  const patch = [replace('resourceVersion', metadata.resourceVersion), replace('managedFields', managedFields)];
  try {
    await api.request({
      method: 'PATCH',
      path,
      contentType: 'application/json-patch+json',
      accept: metadataOnly,
      body: JSON.stringify(patch),
      signal,
    });
  } catch (error) {
    if (!(error instanceof ApiError && error.httpStatus === 409)) throw error;
  }
}

function replace(where: string, value: unknown): object {
  return { op: 'replace', path: `/metadata/${where}`, value };
}

function isClientSide({ manager, operation, subresource }: ManagedFields): boolean {
  return manager === 'kubectl-client-side-apply' && operation === 'Update' && subresource === undefined;
}

function isOurs({ manager, operation, subresource }: ManagedFields): boolean {
  return manager === fieldManager && operation === 'Apply' && subresource === undefined;
}

/** The union of two trees of FieldsV1 (meta/v1). */
function mergeFields(a: unknown, b: unknown): unknown {
  const [left, right] = [entriesOf(a), entriesOf(b)];
  if (left === undefined || right === undefined) return a ?? b;
  const merged = new Map(left);
  for (const [name, value] of right) merged.set(name, mergeFields(merged.get(name), value));
  return Object.fromEntries(merged);
}

function entriesOf(value: unknown): [string, unknown][] | undefined {
  return typeof value === 'object' && value !== null ? Object.entries(value) : undefined;
}
