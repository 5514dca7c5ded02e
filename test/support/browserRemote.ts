import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, request as forward } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { join } from 'node:path';
import { authority } from '../../packages/sync/src/fixtures/certificate.ts';
import type { Pair } from './pair.ts';
import { portOf } from './portOf.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

const host = 'github.com';

/** Where a pair with a `BrowserRemote` finds its repository: what people see in pictures is what sync really follows. */
export const remoteUrl = `https://${host}/acme/config.git`;

/**
 * A way from `remoteUrl` to the git server of a pair: a proxy for sync that leads to no other place, and behind it that
 * host over TLS, with an authority that sync trusts by its `ca.crt`.
 */
export class BrowserRemote implements AsyncDisposable {
  /** What sync needs in its environment. */
  readonly env: { HTTPS_PROXY: string };
  readonly #disposables: AsyncDisposableStack;

  private constructor(proxyPort: number, disposables: AsyncDisposableStack) {
    this.env = { HTTPS_PROXY: `http://127.0.0.1:${proxyPort}` };
    this.#disposables = disposables;
  }

  static async start(pair: Pair): Promise<BrowserRemote> {
    await using stack = new AsyncDisposableStack();
    const directory = stack.use(await temporaryDirectory('remote'));
    const ca = await authority(directory.path);
    await writeFile(join(pair.credentialsDirectory, 'ca.crt'), ca.pem);
    const behind = new URL(pair.gitServer.repositoryUrl('config'));
    const front = createSecureServer(await ca.issue(host), (request, response) => {
      const { url = '', method, headers } = request;
      const path = url.replace(/^\/acme\//, '/');
      const onward = forward({ host: behind.hostname, port: behind.port, path, method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    });
    const proxy = createServer();
    const sockets = new Set<Duplex>();
    proxy.on('connect', (_request, client: Duplex) => {
      const onward = connect(portOf(front), '127.0.0.1', () => client.write('HTTP/1.1 200 Connected\r\n\r\n'));
      for (const socket of [client, onward]) {
        sockets.add(socket);
        socket.on('error', () => {}).on('close', () => [client, onward].forEach((one) => one.destroy()));
      }
      client.pipe(onward).pipe(client);
    });
    for (const server of [front, proxy]) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      stack.defer(() => void server.close());
    }
    stack.defer(() => sockets.forEach((socket) => socket.destroy()));
    return new BrowserRemote(portOf(proxy), stack.move());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#disposables.disposeAsync();
  }
}
