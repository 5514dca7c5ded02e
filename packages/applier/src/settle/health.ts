import type { ClusterObject } from './clusterObject.ts';
import { numberAt } from './fields.ts';
import { kindRules } from './kindRules.ts';
import { customResourceHealth } from './kinds/customResource.ts';
import { current, progressing, type Health } from './healthResult.ts';

/**
 * How far the cluster is with one object, by the rules of kstatus (sigs.k8s.io/cli-utils, pkg/kstatus); docs/health.md has
 * them by kind. Pure: `key` is the `kindKey` of the object, `now` is in milliseconds since 1970.
 */
export function healthOf(key: string, object: ClusterObject, now: number): Health {
  const { deletionTimestamp, generation } = object.metadata;
  if (deletionTimestamp !== undefined) {
    return { status: 'terminating', message: `is being deleted since ${deletionTimestamp}` };
  }
  const observed = numberAt(object.status, 'observedGeneration');
  if (observed !== undefined && generation !== undefined && observed !== generation) {
    return progressing(`its controller has seen generation ${observed}, not yet ${generation}`);
  }
  const rule = kindRules.get(key);
  if (rule !== undefined) return rule(object);
  return builtInGroups.has(groupOf(key)) ? current() : customResourceHealth(object, now);
}

/** Whether health has to be asked for: ConfigMaps, Secrets, RBAC and the like are current once they are applied. */
export function hasHealth(key: string): boolean {
  return kindRules.has(key) || !builtInGroups.has(groupOf(key));
}

function groupOf(key: string): string {
  const dot = key.indexOf('.');
  return dot === -1 ? '' : key.slice(dot + 1);
}

/** Groups that the API server itself brings. A suffix would not do: custom resources live under k8s.io as well. */
const builtInGroups: ReadonlySet<string> = new Set([
  '',
  'apps',
  'autoscaling',
  'batch',
  'policy',
  ...[
    'admissionregistration',
    'apiextensions',
    'apiregistration',
    'authentication',
    'authorization',
    'certificates',
    'coordination',
    'discovery',
    'events',
    'flowcontrol.apiserver',
    'internal.apiserver',
    'networking',
    'node',
    'rbac.authorization',
    'resource',
    'scheduling',
    'storage',
    'storagemigration',
  ].map((name) => `${name}.k8s.io`),
]);
