import type { Kind } from '../plan/kinds.ts';
import type { LiveObject } from '../plan/liveObject.ts';
import { metadataOnly, type Api } from './apiClient.ts';
import { ApiError } from './apiError.ts';
import { objectPath } from './objectPath.ts';
import type { Metadata } from './readMember.ts';

/**
 * Deletes one member in the background (P14), only if it is still the very object that was planned: the uid is a
 * precondition (P6), so that an object re-created by somebody else stays. Already gone is success. Returns whether it
 * is gone, or `deleting` while finalizers hold it.
 */
export async function deleteObject(
  api: Api,
  kind: Kind,
  live: LiveObject,
  signal: AbortSignal,
): Promise<'gone' | 'deleting'> {
  try {
    const { body } = await api.request<{ metadata?: Metadata }>({
      method: 'DELETE',
      path: objectPath(kind, kind.versions[0] ?? '', live.namespace, live.name),
      contentType: 'application/json',
      accept: metadataOnly,
      body: JSON.stringify({
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
        preconditions: { uid: live.uid },
      }),
      signal,
    });
    return body.metadata?.deletionTimestamp === undefined ? 'gone' : 'deleting';
  } catch (error) {
    if (error instanceof ApiError && error.httpStatus === 404) return 'gone';
    throw error;
  }
}
