import type { Kind } from '../plan/kinds.ts';
import type { LiveObject } from '../plan/liveObject.ts';
import { metadataListOnly, type Api } from './apiClient.ts';
import { ApiError } from './apiError.ts';
import { partOfLabel } from './fieldManager.ts';
import { collectionPath } from './objectPath.ts';
import { readMember, type Metadata } from './readMember.ts';

const pageSize = 500;

export type ListOptions = { setId: string; namespaces: string[]; signal: AbortSignal };

/**
 * Members of one kind, metadata only, page by page: cluster-wide, or namespace by namespace where RBAC allows only that.
 * Throws ApiError when neither is allowed.
 */
export async function listMembers(api: Api, kind: Kind, options: ListOptions): Promise<LiveObject[]> {
  try {
    return await listPages(api, kind, options);
  } catch (error) {
    if (!(error instanceof ApiError && error.httpStatus === 403 && kind.namespaced)) throw error;
    const lists = await Promise.all(options.namespaces.map((namespace) => listPages(api, kind, options, namespace)));
    return lists.flat();
  }
}

/** PartialObjectMetadataList (meta/v1). */
type Page = { metadata?: { continue?: string }; items?: { metadata: Metadata }[] };

async function listPages(
  api: Api,
  kind: Kind,
  { setId, signal }: ListOptions,
  namespace?: string,
): Promise<LiveObject[]> {
  const members: LiveObject[] = [];
  let next = '';
  do {
    const query = new URLSearchParams({
      labelSelector: `${partOfLabel}=${setId}`,
      limit: String(pageSize),
      continue: next,
    });
    const path = `${collectionPath(kind, kind.versions[0] ?? '', namespace)}?${query}`;
    const { body: page } = await api.request<Page>({ method: 'GET', path, accept: metadataListOnly, signal });
    members.push(...(page.items ?? []).map(({ metadata }) => readMember(kind, metadata)));
    next = page.metadata?.continue ?? '';
  } while (next !== '');
  return members;
}
