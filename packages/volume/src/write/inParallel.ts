/** Runs `work` for every item, at most `limit` at once. After a failure starts nothing new, ends what runs, then throws it. */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void> | void,
): Promise<void> {
  const queue = items.values();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (failures.length > 0) return;
      try {
        const pending = work(item);
        // What was done at once is not waited for: 50,000 turns of the microtask queue would be felt.
        if (pending !== undefined) await pending;
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
