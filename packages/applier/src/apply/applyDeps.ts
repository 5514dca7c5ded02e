import type { DefinedKind, JsonObject, ManifestEntry } from '../load/manifest.ts';
import type { ApplyStep } from '../plan/plan.ts';
import type { Api } from './apiClient.ts';
import type { FieldHints } from './fields/fieldHints.ts';

/** What a stage that talks to the API server is handed. */
export type ApplyDeps = {
  api: Api;
  setId: string;
  concurrency: number;
  /** The body of a manifest, read again from its immutable tree when it is not at hand. */
  readBody(entry: ManifestEntry): Promise<JsonObject>;
  /** Steps of which a dry-run was answered in this pass. */
  checked?: ReadonlySet<ApplyStep>;
  /** Those of the run; without them an error about a misspelt field names no right one. */
  hints?: FieldHints;
  /** Told each kind that an applied step defines, as soon as the API server serves it. */
  onServed?(defined: DefinedKind): void;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
};
