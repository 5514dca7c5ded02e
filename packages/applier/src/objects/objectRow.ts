import type { Outcome, RunError } from '../events.ts';

/** How far the cluster is with an object, worst first. `unknown`: nobody has looked yet, or its health cannot be read. */
export const objectHealths = ['failed', 'missing', 'terminating', 'progressing', 'unknown', 'current'] as const;
export type ObjectHealth = (typeof objectHealths)[number];

/** What somebody else did to an object of the set; `fields` as `.spec.replicas`, empty when the object was deleted. */
export type ObjectDrift = { manager?: string; fields: string[]; corrected: boolean };

/** One object of an environment, as the table shows it. Absent facts are absent keys. */
export type ObjectRow = {
  /** Object id, `Kind.group/namespace/name`. */
  id: string;
  kind: string;
  namespace?: string;
  name: string;
  /** From the root of the repository; absent when the repository no longer has the object. */
  file?: string;
  line?: number;
  document?: number;
  health: ObjectHealth;
  /** Why it is not current. */
  message?: string;
  /** Of the last run that touched it; `unchanged` when none did since the start. */
  outcome: Outcome;
  drift?: ObjectDrift;
  error?: RunError;
  /** ISO 8601; with `health: terminating`, when the time is known. */
  deletingSince?: string;
  /** Its delete waits for a person. */
  held?: true;
};

/** Which objects are wanted; each key narrows the answer. */
export type ObjectQuery = {
  health?: ObjectHealth[];
  outcome?: Outcome[];
  kind?: string;
  namespace?: string;
  /** Part of the id or of the file, in any case. */
  q?: string;
  /** From 1; beyond the last page there is nothing. */
  page?: number;
  /** 1–500, default 100. */
  limit?: number;
};

export type ObjectPage = {
  /** What is not current comes first, the worst before the rest; then by id. */
  objects: ObjectRow[];
  /** Objects of the environment. */
  total: number;
  /** Those that the query names. */
  matched: number;
  page: number;
  pages: number;
  /** Of all objects, sorted, for the filters. */
  kinds: string[];
  namespaces: string[];
  byHealth: Record<ObjectHealth, number>;
};
