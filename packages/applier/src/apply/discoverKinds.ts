import { kindKey, type Kind, type Kinds } from '../plan/kinds.ts';
import type { Api } from './apiClient.ts';

/** `APIGroupDiscoveryList` of apidiscovery.k8s.io/v2: all groups in one answer (KEP-3352). */
type Discovery = {
  items?: {
    metadata?: { name?: string };
    versions?: {
      version: string;
      freshness?: string;
      resources?: {
        resource: string;
        scope: string;
        verbs?: string[];
        responseKind?: { group?: string; version?: string; kind?: string };
      }[];
    }[];
  }[];
};

export type Discovered = {
  kinds: Kinds;
  /** Group versions whose server did not answer (an aggregated API that is down): their kinds are neither applied nor pruned. */
  broken: string[];
};

const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/**
 * Asks the API server for all kinds that can be applied: two requests, whatever the number of groups. Kinds of a group
 * that does not answer are those of `before`: what is applied of them stays as it is and harms nothing else.
 */
export async function discoverKinds(api: Api, signal: AbortSignal, before?: Discovered): Promise<Discovered> {
  const answers = await Promise.all(
    ['/api', '/apis'].map((path) => api.request<Discovery>({ method: 'GET', path, accept, signal })),
  );
  const kinds = new Map<string, Kind>();
  const broken: string[] = [];
  for (const { body } of answers) readDiscovery(body, kinds, broken);
  for (const [key, kind] of before?.kinds ?? []) {
    if (!kinds.has(key) && broken.some((version) => version.startsWith(`${kind.group}/`))) kinds.set(key, kind);
  }
  return { kinds, broken };
}

function readDiscovery({ items = [] }: Discovery, kinds: Map<string, Kind>, broken: string[]): void {
  for (const { metadata, versions = [] } of items) {
    const group = metadata?.name ?? '';
    for (const { version, freshness, resources = [] } of versions) {
      if (freshness === 'Stale') broken.push(`${group}/${version}`);
      for (const { resource, scope, verbs = [], responseKind } of resources) {
        if (responseKind?.kind === undefined || !verbs.includes('patch')) continue;
        const key = kindKey(group, responseKind.kind);
        const known = kinds.get(key);
        if (known !== undefined) known.versions.push(version);
        else
          kinds.set(key, {
            group,
            kind: responseKind.kind,
            resource,
            versions: [version],
            namespaced: scope === 'Namespaced',
          });
      }
    }
  }
}
