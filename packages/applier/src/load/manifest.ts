import type { BlobId } from '@couplet/volume';

/** A JSON value as it goes to the API server; integers beyond 2^53 are bigints and arrive exactly. */
export type Json = null | boolean | number | bigint | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

/** Where a person finds a manifest: `file` from the root of the repository, `document` counted from 1, `line` counted from 1. */
export type Source = { file: string; line: number; document: number };

/** What the annotations `couplet.dev/*` of a manifest ask for. */
export type Policies = {
  /** `couplet.dev/prune: "false"`: never delete this object, also when it leaves the repository. */
  prune: boolean;
  /** `couplet.dev/wave: "<n>"`: overrides the wave of the kind. */
  wave?: number;
  /** `couplet.dev/force: "false"`: a field of another manager is an error instead of being taken over. */
  force: boolean;
  /** `couplet.dev/ignore-health: "true"`: nobody waits until this object is healthy. */
  ignoreHealth?: boolean;
  /** `couplet.dev/recreate: "true"`: when a field cannot change, the object is deleted and created anew. */
  recreate?: boolean;
  /** `couplet.dev/apply: if-not-present`: created when it is missing, and never changed afterwards. */
  ifNotPresent?: boolean;
};

/** What a CustomResourceDefinition in the repository promises, so that a plan knows the scope of its objects before it is applied. */
export type DefinedKind = { group: string; kind: string; plural: string; versions: string[]; namespaced: boolean };

/** What names an object. */
export type Identity = {
  apiVersion: string;
  /** '' for the core group. */
  group: string;
  version: string;
  kind: string;
  name: string;
  /** As written; the default namespace is the plan's business, because it depends on the scope of the kind. */
  namespace?: string;
};

/** The entry of one manifest in the index: everything a plan needs, not the body. */
export type ManifestEntry = Identity & {
  source: Source;
  /** Position among the manifests of its file, from 0 (a List counts its items). */
  ordinal: number;
  /** SHA-256 (hex) of the body as sent, without Couplet's own label and annotations. */
  digest: string;
  policies: Policies;
  defines?: DefinedKind;
};

/** A manifest with its body, also as canonical JSON; `status` and the fields that are the server's are already stripped. */
export type Manifest = ManifestEntry & { body: JsonObject; canonical: string };

/** Something in a file that keeps it, or one document of it, from being applied. */
export type Fault = {
  code: string;
  message: string;
  file: string;
  line?: number;
  document?: number;
  /** `Kind.group/namespace/name` as far as it is known. */
  id?: string;
  field?: string;
};

/** Something that was changed or left out on purpose, for instance a stripped `status`. */
export type Note = { message: string; file: string; line?: number; document?: number };

/** One file of the repository after parsing. */
export type LoadedFile = {
  /** From the root of the repository. */
  file: string;
  blob: BlobId;
  manifests: ManifestEntry[];
  faults: Fault[];
  notes: Note[];
};
