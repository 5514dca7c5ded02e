import { createServer } from 'node:net';
import process from 'node:process';

/**
 * Below the ports that the system gives to connections (32768 and above on Linux), of which any may be taken between the
 * question and the use; apart from those of the control plane; and in slices, so that processes that run beside one
 * another are not given the same.
 */
const [lowest, slices, slice] = [10_000, 100, 100];
const first = lowest + (process.pid % slices) * slice;
let next = 0;

/** A loopback port that is free, and that this process was not given for as long as its slice had others. Throws when it has none. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < slice; tries += 1) {
    const port = first + (next % slice);
    next += 1;
    if (await isFree(port)) return port;
  }
  throw new Error(`Cannot choose a port: expected a free one from ${first} to ${first + slice - 1}, found none`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  server.once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => resolve(true));
  const free = await promise;
  if (free) await server[Symbol.asyncDispose]();
  return free;
}
