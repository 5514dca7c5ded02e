/** Runs `work` for every item, at most `limit` at once. After a failure starts nothing new, ends what runs, then throws it. */
export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void> | void,
): Promise<void> {
  const queue = items.values();
  const failures: unknown[] = [];
  let started = 0;
  const worker = async (): Promise<void> => {
    for (const item of queue) {
      if (failures.length > 0) return;
      started += 1;
      try {
        const pending = work(item);
        // What was done at once is not waited for: 50,000 turns of the microtask queue would be felt.
        if (pending !== undefined) await pending;
      } catch (error) {
        failures.push(error);
      }
    }
  };
  const workers: Promise<void>[] = [];
  // Where nothing has to be waited for, the first does it all.
  while (started < items.length && workers.length < limit) workers.push(worker());
  await Promise.all(workers);
  if (failures.length > 0) throw failures[0];
}
