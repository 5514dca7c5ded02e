import { createServer, type Server } from 'node:net';
import process from 'node:process';

/**
 * Below the ports that the system gives to connections (32768 and above on Linux), of which any may be taken between the
 * question and the use, and apart from those of the control plane. In slices, each of one process at a time: a port whose
 * program is stopped for a moment is not given to a test beside this one.
 */
const [lowest, slices, slice] = [10_000, 100, 100];
let own: Promise<number> | undefined;
let next = 0;

/** A loopback port that is free, and that this process was not given for as long as its slice had others. Throws when it has none. */
export async function freePort(): Promise<number> {
  const first = await (own ??= claimSlice());
  for (let tries = 1; tries < slice; tries += 1) {
    const port = first + 1 + (next % (slice - 1));
    next += 1;
    const server = await listen(port);
    if (server === undefined) continue;
    await server[Symbol.asyncDispose]();
    return port;
  }
  throw new Error(`Cannot choose a port: expected a free one from ${first + 1} to ${first + slice - 1}, found none`);
}

/** The first port of a slice; who listens there has the slice. */
async function claimSlice(): Promise<number> {
  for (let count = 0; count < slices; count += 1) {
    const first = lowest + ((process.pid + count) % slices) * slice;
    const server = await listen(first);
    if (server === undefined) continue;
    server.unref();
    return first;
  }
  throw new Error(`Cannot choose a port: expected ${slices} slices of ports to have a free one, found none`);
}

async function listen(port: number): Promise<Server | undefined> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  server.once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => resolve(true));
  return (await promise) ? server : undefined;
}
