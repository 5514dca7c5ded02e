import type { Json, JsonObject } from '../load/manifest.ts';
import { stringifyBody } from '../load/stringifyBody.ts';
import type { Api } from './apiClient.ts';
import { fieldManager } from './fieldManager.ts';

/** Server-side-applies one of Couplet's own ConfigMaps as a whole. Throws as `Api.request` does. */
export async function applyConfigMap(
  api: Api,
  path: string,
  content: { metadata: Json; data?: JsonObject },
  signal: AbortSignal,
): Promise<void> {
  await api.request({
    method: 'PATCH',
    path: `${path}?fieldManager=${fieldManager}&force=true`,
    contentType: 'application/apply-patch+yaml',
    body: stringifyBody({ apiVersion: 'v1', kind: 'ConfigMap', ...content }),
    signal,
  });
}
