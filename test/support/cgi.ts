import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';

export type Cgi = {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

/**
 * Serves one request by a CGI program (RFC 3875): the body is streamed both ways, never held. Resolves to the exit code
 * when the program has ended; the end of the response waits for `beforeEnd`.
 */
export async function serveCgi(
  cgi: Cgi,
  request: IncomingMessage,
  response: ServerResponse,
  beforeEnd: (code: number) => Promise<void> = async () => {},
): Promise<void> {
  const child = spawn(cgi.command, [...cgi.arguments], { env: cgi.environment, stdio: ['pipe', 'pipe', 'ignore'] });
  // Either side may hang up early; the other one then has nobody to talk to, which is no error of the server.
  child.stdin.on('error', () => {});
  response.on('close', () => child.kill());
  request.pipe(child.stdin);
  const closed = new Promise<number>((resolve) => {
    child.on('error', () => resolve(127));
    child.on('close', (code) => resolve(code ?? 128));
  });
  let head: Buffer = Buffer.alloc(0);
  let headDone = false;
  child.stdout.on('data', (chunk: Buffer) => {
    let body = chunk;
    if (!headDone) {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return;
      headDone = true;
      writeHead(response, head.subarray(0, end).toString('latin1'));
      body = head.subarray(end + 4);
    }
    if (!response.write(body)) {
      child.stdout.pause();
      response.once('drain', () => child.stdout.resume());
    }
  });
  const code = await closed;
  if (!headDone) response.writeHead(500);
  await beforeEnd(code);
  response.end();
}

function writeHead(response: ServerResponse, head: string): void {
  let status = 200;
  for (const line of head.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10);
    else response.setHeader(name, value);
  }
  response.writeHead(status);
}
