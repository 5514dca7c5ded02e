import { RemoteError } from './remoteError.ts';

/**
 * Runs work that takes a signal and ends it after `timeout` milliseconds, also when it does not listen: isomorphic-git
 * has no timeout anywhere, so that a silent server would hang it for ever. Rejects with RemoteError at the deadline, with
 * the signal's reason when `signal` aborts.
 */
export async function withDeadline<T>(
  timeout: number,
  host: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const ended = new AbortController();
  const outer = (): void => ended.abort(signal.reason);
  signal.addEventListener('abort', outer, { once: true });
  const late = new RemoteError(
    `Cannot read from ${host}: it must answer completely within ${timeout / 1000} s, found it silent or slow`,
  );
  const timer = setTimeout(() => ended.abort(late), timeout);
  const aborted = new Promise<never>((_, reject) => {
    ended.signal.addEventListener('abort', () => reject(ended.signal.reason), { once: true });
  });
  // Nobody may be waiting for it any more when it rejects.
  aborted.catch(() => {});
  try {
    return await Promise.race([work(ended.signal), aborted]);
  } catch (error) {
    throw ended.signal.aborted ? ended.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', outer);
    // Ends what the work may have left open, such as an answer that nobody reads.
    ended.abort(new RemoteError(`Cannot go on reading from ${host}: the operation has ended`));
  }
}
