import { connect } from 'node:net';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

/** At once; more would only wait in the kernel. */
const mostOpen = 64;
const mebibyte = Buffer.alloc(1024 * 1024, 0x20);

/** Sends one unsigned body of 1 MiB on a connection of its own, as a flood does; resolves to the status, or `reset`. */
function post(port: number): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect(port, '127.0.0.1', () => {
    const head = `POST /sync HTTP/1.1\r\nhost: sync\r\ncontent-type: application/json\r\ncontent-length: ${mebibyte.length}\r\n\r\n`;
    socket.write(head);
    socket.write(mebibyte);
  });
  socket.setTimeout(10_000, () => socket.destroy());
  let status = 'reset';
  socket.on('data', (chunk) => {
    status = /^HTTP\/1\.1 (\d+)/.exec(chunk.toString('latin1'))?.[1] ?? status;
    socket.destroy();
  });
  socket.on('error', () => {});
  socket.on('close', () => resolve(status));
  return promise;
}

/** Attempts so many posts a second for so long, and prints how many were answered with what, and the seconds of CPU that it took. */
async function main([port, rate, seconds]: number[]): Promise<void> {
  if (port === undefined || rate === undefined || seconds === undefined) throw new TypeError('port, rate and seconds');
  const counts: Record<string, number> = {};
  const open = new Set<Promise<unknown>>();
  const started = performance.now();
  let sent = 0;
  for (;;) {
    const elapsed = (performance.now() - started) / 1000;
    if (elapsed >= seconds) break;
    for (; sent < rate * elapsed && open.size < mostOpen; sent += 1) {
      const one: Promise<unknown> = post(port).then((status) => {
        counts[status] = (counts[status] ?? 0) + 1;
        return open.delete(one);
      });
      open.add(one);
    }
    await (open.size < mostOpen ? sleep(1) : Promise.race(open));
  }
  await Promise.all(open);
  const { user, system } = process.cpuUsage();
  process.stdout.write(
    JSON.stringify({ sent, counts, cpu: (user + system) / 1e6, seconds: (performance.now() - started) / 1000 }),
  );
}

await main(process.argv.slice(2).map(Number));
