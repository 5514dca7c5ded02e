import { createHash } from 'node:crypto';

export type BuildInput = {
  /** Content of each source file by its name. */
  readonly sources: Readonly<Record<string, Uint8Array>>;
  /** Arguments of `go build`. */
  readonly recipe: readonly string[];
  /** What `go env` says: GOOS, GOARCH, GOVERSION. */
  readonly toolchain: Readonly<Record<string, string>>;
};

/** Names the binary that these inputs give: 24 hex digits, equal exactly when all inputs are equal. */
export function buildKey(input: BuildInput): string {
  const parts = {
    sources: sorted(input.sources).map(([name, bytes]) => [name, sha256(bytes)]),
    recipe: input.recipe,
    toolchain: sorted(input.toolchain),
  };
  return sha256(JSON.stringify(parts)).slice(0, 24);
}

function sorted<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
