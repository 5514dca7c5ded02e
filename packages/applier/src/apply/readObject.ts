import type { ApplyStep } from '../plan/plan.ts';
import type { Api } from './apiClient.ts';
import { ApiError } from './apiError.ts';
import { objectPath } from './objectPath.ts';

/** The object of a step as the cluster has it, whoever made it, whole unless `accept` says otherwise; undefined when there is none. */
export async function readObject<T>(
  api: Api,
  { kind, entry, namespace }: ApplyStep,
  { accept, signal }: { accept?: string; signal: AbortSignal },
): Promise<T | undefined> {
  try {
    const path = objectPath(kind, entry.version, namespace, entry.name);
    const request = { method: 'GET' as const, path, signal, ...(accept === undefined ? {} : { accept }) };
    return (await api.request<T>(request)).body;
  } catch (error) {
    if (error instanceof ApiError && error.httpStatus === 404) return undefined;
    throw error;
  }
}
