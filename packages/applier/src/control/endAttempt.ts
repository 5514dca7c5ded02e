import type { PassDeps } from '../passContext.ts';

/** Milliseconds for the one request; also when the program is about to stop. */
const deadline = 5_000;

/**
 * The process has survived its first pass, however it ended. A memory that cannot be written now is written after the
 * next pass; until then the attempt counts as a crash, of which it takes several.
 */
export async function endAttempt({ control, api }: PassDeps): Promise<void> {
  if (control.attempt !== 'begun') return;
  try {
    await control.memory.remember(api, { attempt: undefined }, AbortSignal.timeout(deadline));
    control.attempt = 'over';
  } catch {
    // The next pass tries again.
  }
}
