import { rm } from 'node:fs/promises';

/** Deletes something in `tmp/` after a failure. A failing clean-up must not hide why; the next start empties `tmp/`. */
export async function discard(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
}
