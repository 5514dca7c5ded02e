import { createHash } from 'node:crypto';
import type { Api } from './apiClient.ts';
import { ApiError } from './apiError.ts';
import { applyConfigMap } from './applyConfigMap.ts';
import type { Metadata } from './readMember.ts';

const idLabel = 'applyset.kubernetes.io/id';
const toolingAnnotation = 'applyset.kubernetes.io/tooling';
const groupKindsAnnotation = 'applyset.kubernetes.io/contains-group-kinds';
const namespacesAnnotation = 'applyset.kubernetes.io/additional-namespaces';

/** The parent of a set: ConfigMap `couplet-<environment>` in the applier's namespace (KEP-3659). */
export type SetParent = {
  name: string;
  namespace: string;
  /** The id that the label `applyset.kubernetes.io/id` must have. */
  id: string;
};

/** Which kinds (by `kindKey`) and namespaces hold members; a superset of the truth at every instant (P12). */
export type SetScope = { kinds: string[]; namespaces: string[] };

export type ParentRead =
  | { kind: 'present'; scope: SetScope }
  | { kind: 'absent' }
  /** The label names another set: somebody edited or copied the parent (P16). */
  | { kind: 'foreign'; found: string };

/** The id is derived from the parent's own identity, so that a copied parent cannot claim the members (KEP-3659). */
export function applySetId(name: string, namespace: string, kind: string): string {
  const hash = createHash('sha256').update(`${name}.${namespace}.${kind}.`).digest('base64url');
  return `applyset-${hash}-v1`;
}

export function setParent(environment: string, namespace: string): SetParent {
  const name = `couplet-${environment}`;
  return { name, namespace, id: applySetId(name, namespace, 'ConfigMap') };
}

export async function readSetParent(api: Api, parent: SetParent, signal: AbortSignal): Promise<ParentRead> {
  try {
    const { body } = await api.request<{ metadata: Metadata }>({ method: 'GET', path: pathOf(parent), signal });
    const { labels = {}, annotations = {} } = body.metadata;
    const found = labels[idLabel];
    if (found !== parent.id) return { kind: 'foreign', found: found ?? 'no id' };
    return {
      kind: 'present',
      scope: { kinds: split(annotations[groupKindsAnnotation]), namespaces: split(annotations[namespacesAnnotation]) },
    };
  } catch (error) {
    if (error instanceof ApiError && error.httpStatus === 404) return { kind: 'absent' };
    throw error;
  }
}

export async function writeSetParent(
  api: Api,
  parent: SetParent,
  scope: SetScope,
  options: { version: string; signal: AbortSignal },
): Promise<void> {
  const metadata = {
    name: parent.name,
    namespace: parent.namespace,
    labels: { [idLabel]: parent.id, 'app.kubernetes.io/managed-by': 'couplet' },
    annotations: {
      [toolingAnnotation]: `couplet/v${options.version}`,
      [groupKindsAnnotation]: scope.kinds.toSorted().join(','),
      [namespacesAnnotation]: scope.namespaces.toSorted().join(','),
    },
  };
  await applyConfigMap(api, pathOf(parent), { metadata }, options.signal);
}

function pathOf({ name, namespace }: SetParent): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/configmaps/${encodeURIComponent(name)}`;
}

function split(list: string | undefined): string[] {
  return list === undefined || list === '' ? [] : list.split(',');
}
