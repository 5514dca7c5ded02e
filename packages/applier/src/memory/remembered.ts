/** A commit and the tree of the environment's path at it. */
export type CommitAndTree = { commit: string; tree: string };

/**
 * What an environment must not forget when its pod is replaced: it decides what is applied next. Times are ISO 8601.
 * Everything else can be read again from the volume and the cluster.
 */
export type Remembered = {
  /** The last commit of which everything was healthy. */
  healthy?: CommitAndTree & { at: string };
  /** This commit is not tried again until a newer one, or a person, says so. */
  quarantine?: CommitAndTree & { at: string; reason: string };
  /** A person stopped it; `until`: it goes on by itself then. */
  suspended?: { at: string; reason?: string; until?: string };
  /** Passes that began as the first of a process and did not end: the process may have died of this commit. */
  attempt?: CommitAndTree & { count: number };
};

export type RememberedKey = keyof Remembered;

const readers: { [Key in RememberedKey]: (value: Record<string, unknown>) => Remembered[Key] | undefined } = {
  healthy: (value) => {
    const place = commitAndTree(value);
    const at = text(value['at']);
    return place === undefined || at === undefined ? undefined : { ...place, at };
  },
  quarantine: (value) => {
    const place = commitAndTree(value);
    const at = text(value['at']);
    return place === undefined || at === undefined ? undefined : { ...place, at, reason: text(value['reason']) ?? '' };
  },
  suspended: (value) => {
    const [at, reason, until] = [text(value['at']), text(value['reason']), text(value['until'])];
    if (at === undefined) return undefined;
    return { at, ...(reason === undefined ? {} : { reason }), ...(until === undefined ? {} : { until }) };
  },
  attempt: (value) => {
    const place = commitAndTree(value);
    const count = value['count'];
    return place === undefined || typeof count !== 'number' ? undefined : { ...place, count };
  },
};

/** Reads the `data` of the ConfigMap. Somebody may have edited it: what makes no sense is forgotten, never an error. */
export function readRemembered(data: Record<string, unknown>): Remembered {
  const remembered: Remembered = {};
  for (const key of Object.keys(readers)) {
    if (!isKey(key)) continue;
    const value = parse(data[key]);
    if (value !== undefined) Object.assign(remembered, { [key]: readers[key](value) });
  }
  return JSON.parse(JSON.stringify(remembered));
}

/** The `data` of the ConfigMap: one entry of JSON for each fact, so that a person can read and delete it. */
export function writeRemembered(remembered: Remembered): Record<string, string> {
  return Object.fromEntries(Object.entries(remembered).map(([key, value]) => [key, JSON.stringify(value)]));
}

function isKey(key: string): key is RememberedKey {
  return Object.hasOwn(readers, key);
}

function parse(value: unknown): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(String(value));
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

function commitAndTree(value: Record<string, unknown>): CommitAndTree | undefined {
  const [commit, tree] = [value['commit'], value['tree']];
  return isObjectId(commit) && isObjectId(tree) ? { commit, tree } : undefined;
}

function isObjectId(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{40}$/.test(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, 1000) : undefined;
}
