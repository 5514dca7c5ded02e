import type { Kind } from '../plan/kinds.ts';
import type { LiveObject } from '../plan/liveObject.ts';
import { metadataListOnly, type Api } from './apiClient.ts';
import { ApiError } from './apiError.ts';
import { isNewer } from './compareMember.ts';
import { partOfLabel } from './fieldManager.ts';
import { collectionPath } from './objectPath.ts';
import { readMember, type Metadata } from './readMember.ts';

const pageSize = 500;

export type ListOptions = {
  setId: string;
  namespaces: string[];
  /** Makes a member of what the server says; by default as it stands. */
  judge?: Judge;
  signal: AbortSignal;
};

/** Hands on a member as it was listed, perhaps marked. It sees the whole metadata, page by page, and must not keep it. */
export type Judge = (live: LiveObject, metadata: Metadata) => LiveObject | Promise<LiveObject>;

/** `version`: the resourceVersion from which a watch goes on. `clusterWide`: one list was enough. */
export type MemberList = { members: LiveObject[]; version: string | undefined; clusterWide: boolean };

/**
 * Members of one kind, metadata only, page by page: cluster-wide, or namespace by namespace where RBAC allows only that.
 * Throws ApiError when neither is allowed.
 */
export async function listMembers(api: Api, kind: Kind, options: ListOptions): Promise<MemberList> {
  try {
    return { ...(await collect(api, kind, options)), clusterWide: true };
  } catch (error) {
    if (!(error instanceof ApiError && error.httpStatus === 403 && kind.namespaced)) throw error;
    const lists = await Promise.all(options.namespaces.map((namespace) => collect(api, kind, options, namespace)));
    const [version] = lists.map((list) => list.version).toSorted((a, b) => (isNewer(a, b) ? 1 : -1));
    return { members: lists.flatMap(({ members }) => members), version, clusterWide: false };
  }
}

async function collect(
  api: Api,
  kind: Kind,
  { setId, signal, judge = (live) => live }: ListOptions,
  namespace?: string,
): Promise<{ members: LiveObject[]; version: string | undefined }> {
  const members: LiveObject[] = [];
  const version = await eachMember(
    api,
    kind,
    { setId, signal, ...(namespace !== undefined && { namespace }) },
    async (metadata) => {
      members.push(await judge(readMember(kind, metadata), metadata));
    },
  );
  return { members, version };
}

/** PartialObjectMetadataList (meta/v1). */
type Page = { metadata?: { continue?: string; resourceVersion?: string }; items?: { metadata: Metadata }[] };

/** Lists one place page by page, and returns the resourceVersion of the list. */
export async function eachMember(
  api: Api,
  kind: Kind,
  { setId, namespace, signal }: { setId: string; namespace?: string; signal: AbortSignal },
  onMember: (metadata: Metadata) => void | Promise<void>,
): Promise<string | undefined> {
  let next = '';
  let version: string | undefined;
  do {
    const query = new URLSearchParams({
      labelSelector: `${partOfLabel}=${setId}`,
      limit: String(pageSize),
      continue: next,
    });
    const path = `${collectionPath(kind, kind.versions[0] ?? '', namespace)}?${query}`;
    const { body: page } = await api.request<Page>({ method: 'GET', path, accept: metadataListOnly, signal });
    for (const { metadata } of page.items ?? []) await onMember(metadata);
    version ??= page.metadata?.resourceVersion;
    next = page.metadata?.continue ?? '';
  } while (next !== '');
  return version;
}
