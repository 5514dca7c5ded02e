import type { JsonObject } from '../load/manifest.ts';
import { stringifyBody } from '../load/stringifyBody.ts';
import type { LiveObject } from '../plan/liveObject.ts';
import type { ApplyStep } from '../plan/plan.ts';
import { adoptedFields, adoptFields } from './adoptFields.ts';
import { metadataOnly, type Api } from './apiClient.ts';
import type { ApiRequest } from './apiRequest.ts';
import { digestAnnotation, fieldManager, partOfLabel, sourceAnnotation } from './fieldManager.ts';
import { objectPath } from './objectPath.ts';
import { readMember, type Metadata } from './readMember.ts';

export type ApplyRequest = {
  step: ApplyStep;
  body: JsonObject;
  setId: string;
  dryRun: boolean;
  /** The same request was answered as a dry-run in this pass: the server need not look for misspelt fields again. */
  checked?: boolean;
  signal: AbortSignal;
};
export type Applied = { created: boolean; live: LiveObject };

/** One more than anybody needs: between two of them somebody else wrote the object. */
const maxApplies = 4;

/**
 * One server-side apply of one object as its manifest has it, marked as a member of the set. When the answer shows that
 * `kubectl apply` owns fields too, they are made ours and the object is applied once more.
 */
export async function applyObject(api: Api, wanted: ApplyRequest): Promise<Applied> {
  const request = { ...applyRequest(wanted), accept: metadataOnly };
  const { created, body } = await api.request<{ metadata: Metadata }>(request);
  let { metadata } = body;
  for (let applies = 1; applies < maxApplies && !wanted.dryRun; applies += 1) {
    const managedFields = adoptedFields(metadata.managedFields);
    if (managedFields === undefined) break;
    const path = request.path.split('?')[0] ?? '';
    await adoptFields(api, { path, signal: wanted.signal }, { metadata, managedFields });
    ({ metadata } = (await api.request<{ metadata: Metadata }>(request)).body);
  }
  return { created, live: readMember(wanted.step.kind, metadata) };
}

/** The request of a server-side apply; it is answered with the whole object unless `accept` says otherwise. */
export function applyRequest({ step, body, setId, dryRun, checked, signal }: ApplyRequest): ApiRequest {
  const { entry, kind, namespace } = step;
  const validation = checked === true ? 'Ignore' : 'Strict';
  const query = `fieldManager=${fieldManager}&force=${entry.policies.force}&fieldValidation=${validation}`;
  return {
    method: 'PATCH',
    path: `${objectPath(kind, entry.version, namespace, entry.name)}?${query}${dryRun ? '&dryRun=All' : ''}`,
    contentType: 'application/apply-patch+yaml',
    body: stringifyBody(markAsMember(body, step, setId)),
    signal,
  };
}

function markAsMember(body: JsonObject, { entry, namespace }: ApplyStep, setId: string): JsonObject {
  const metadata = objectAt(body, 'metadata');
  return {
    ...body,
    metadata: {
      ...metadata,
      ...(namespace === undefined ? {} : { namespace }),
      labels: { ...objectAt(metadata, 'labels'), [partOfLabel]: setId },
      annotations: {
        ...objectAt(metadata, 'annotations'),
        [digestAnnotation]: entry.digest,
        [sourceAnnotation]: entry.source.file,
      },
    },
  };
}

function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}
