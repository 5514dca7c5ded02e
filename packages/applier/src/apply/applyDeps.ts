import type { JsonObject, ManifestEntry } from '../load/manifest.ts';
import type { Api } from './apiClient.ts';

/** What a stage that talks to the API server is handed. */
export type ApplyDeps = {
  api: Api;
  setId: string;
  concurrency: number;
  /** The body of a manifest, read again from its immutable tree when it is not at hand. */
  readBody(entry: ManifestEntry): Promise<JsonObject>;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
};
