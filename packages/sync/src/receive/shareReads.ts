/**
 * Calls that come while one is running share the one after it: however many requests wait, at most two reads are under way,
 * and each request gets what was read after it came.
 */
export function shareReads<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const start = (): Promise<T> => {
    next = undefined;
    const started = read();
    running = started;
    const end = (): void => {
      if (running === started) running = undefined;
    };
    started.then(end, end);
    return started;
  };
  return () => {
    if (running === undefined) return start();
    next ??= running.then(start, start);
    return next;
  };
}
