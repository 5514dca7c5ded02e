import type { Remembered } from '../memory/remembered.ts';
import type { PassDeps } from '../passContext.ts';

type Change = { [Key in keyof Remembered]?: Remembered[Key] | undefined };

/** Changes what is remembered of an environment and tells it; undefined forgets. Throws as `Api.request` does. */
export async function keep({ control, api, ...deps }: PassDeps, change: Change, signal: AbortSignal): Promise<void> {
  const { memory } = control;
  await memory.remember(api, change, signal);
  tellRemembered(deps, memory.facts);
}

/** What the status shows of the memory. */
export function tellRemembered(
  { environment, clock, record }: Pick<PassDeps, 'environment' | 'clock' | 'record'>,
  { healthy, suspended, quarantine }: Remembered,
): void {
  const facts = { ...(healthy && { healthy }), ...(suspended && { suspended }), ...(quarantine && { quarantine }) };
  record({ kind: 'remembered', environment: environment.name, at: clock.now(), facts });
}
