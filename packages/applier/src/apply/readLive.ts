import type { LiveObject } from '../plan/liveObject.ts';
import type { ApplyStep } from '../plan/plan.ts';
import { metadataOnly, type Api } from './apiClient.ts';
import { ApiError } from './apiError.ts';
import { objectPath } from './objectPath.ts';
import { readMember, type Metadata } from './readMember.ts';

/** The object of a step as the cluster has it, whoever made it; undefined when there is none. Metadata only. */
export async function readLive(
  api: Api,
  { kind, entry, namespace }: ApplyStep,
  signal: AbortSignal,
): Promise<LiveObject | undefined> {
  try {
    const path = objectPath(kind, entry.version, namespace, entry.name);
    const { body } = await api.request<{ metadata: Metadata }>({ method: 'GET', path, accept: metadataOnly, signal });
    return readMember(kind, body.metadata);
  } catch (error) {
    if (error instanceof ApiError && error.httpStatus === 404) return undefined;
    throw error;
  }
}
