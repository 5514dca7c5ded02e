import type { LiveObject } from '../plan/liveObject.ts';
import type { ApplyStep } from '../plan/plan.ts';
import { metadataOnly, type Api } from './apiClient.ts';
import { readMember, type Metadata } from './readMember.ts';
import { readObject } from './readObject.ts';

/** What the metadata of a step's object says as a member; undefined when there is no such object. */
export async function readLive(api: Api, step: ApplyStep, signal: AbortSignal): Promise<LiveObject | undefined> {
  const found = await readObject<{ metadata: Metadata }>(api, step, { accept: metadataOnly, signal });
  return found && readMember(step.kind, found.metadata);
}
