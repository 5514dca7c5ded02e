import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type TemporaryDirectory = AsyncDisposable & { readonly path: string };

/** A new empty directory below the system's temporary directory, removed with everything in it on disposal. */
export async function temporaryDirectory(name = 'test'): Promise<TemporaryDirectory> {
  const path = await mkdtemp(join(tmpdir(), `couplet-${name}-`));
  return {
    path,
    async [Symbol.asyncDispose]() {
      // A child that is just being killed may still write: retry instead of failing with ENOTEMPTY.
      await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}
