import type { DefinedKind } from '../load/manifest.ts';
import type { Kind } from '../plan/kinds.ts';
import type { Api } from './apiClient.ts';
import { ApiError } from './apiError.ts';
import { collectionPath, objectPath } from './objectPath.ts';

const definitions: Kind = {
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  resource: 'customresourcedefinitions',
  versions: ['v1'],
  namespaced: false,
};

export type WaitOptions = {
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
  /** A run before waited for it in vain: a push must not stand behind the full wait at every retry. */
  again?: boolean;
};

/**
 * Waits until the API server serves a kind that was just defined: the definition is Established, and its URL answers
 * (which comes a moment later). Returns what is missing when it does not get there in about 30 s (5 s when it is waited for
 * again), or its names are taken.
 */
export async function waitEstablished(
  api: Api,
  defined: DefinedKind,
  options: WaitOptions,
): Promise<string | undefined> {
  const name = `${defined.plural}.${defined.group}`;
  let missing = 'no condition yet';
  const { attempts, refusals } = options.again === true ? patience.again : patience.first;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { body } = await api.request<{ status?: { conditions?: Condition[] } }>({
      method: 'GET',
      path: objectPath(definitions, 'v1', undefined, name),
      signal: options.signal,
    });
    const conditions = body.status?.conditions ?? [];
    if (conditions.some(({ type, status }) => type === 'Established' && status === 'True')) {
      if (await isServed(api, defined, options.signal)) return undefined;
      missing = 'its URL does not answer yet';
    } else {
      const refused = conditions.find(({ status }) => status === 'False');
      missing =
        refused === undefined ? missing : `${refused.type} is False: ${refused.message ?? refused.reason ?? ''}`;
      if (refused?.type === 'NamesAccepted' && attempt >= refusals) return missing;
    }
    await options.sleep(100, options.signal);
  }
  return missing;
}

/**
 * Looks, 100 ms apart. Names that another definition has are not given back within a run: 5 s tell them from a passing
 * state, and later one look does.
 */
const patience = { first: { attempts: 300, refusals: 50 }, again: { attempts: 50, refusals: 0 } };

type Condition = { type: string; status: string; reason?: string; message?: string };

async function isServed(
  api: Api,
  { group, kind, plural, versions, namespaced }: DefinedKind,
  signal: AbortSignal,
): Promise<boolean> {
  const version = versions[0] ?? '';
  try {
    const path = `${collectionPath({ group, kind, resource: plural, versions, namespaced }, version)}?limit=1`;
    await api.request({ method: 'GET', path, signal });
    return true;
  } catch (error) {
    // Whoever may not list the new kind still learns that it is there.
    if (error instanceof ApiError && error.httpStatus === 404) return false;
    if (error instanceof ApiError && error.httpStatus === 403) return true;
    throw error;
  }
}
