/** Runs `work` and makes its failure name `path`: errors of writing to an open file carry none. */
export function naming<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

export function cannotWrite(path: string, cause: unknown): Error {
  return new Error(`Cannot write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}
