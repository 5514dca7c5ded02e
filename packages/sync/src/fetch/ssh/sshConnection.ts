import type { ClientChannel } from 'ssh2';
import type { OpenClient } from './openSshClient.ts';
import { RemoteProcess } from './remoteProcess.ts';

/** One logged-in connection; several programs may run over it, one after another or side by side. */
export class SshConnection {
  readonly #open: OpenClient;
  #alive = true;
  #users = 0;
  #retired = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(open: OpenClient) {
    this.#open = open;
    const dead = (): void => {
      this.#alive = false;
      clearTimeout(this.#idle);
      // What a server that closes its half leaves open.
      open.socket.destroy();
    };
    open.client.on('end', dead).on('close', dead).on('error', dead);
  }

  /** False once the server or we have ended it, or it failed. */
  get alive(): boolean {
    return this.#alive && !this.#retired;
  }

  /** Keeps it open until the signal, which ends an operation, and then for `idle` milliseconds more. */
  use(signal: AbortSignal, idle: number): void {
    this.#users += 1;
    clearTimeout(this.#idle);
    const done = (): void => {
      this.#users -= 1;
      if (this.#users > 0) return;
      if (this.#retired) this.destroy();
      else if (this.#alive) this.#idle = setTimeout(() => this.destroy(), idle).unref();
    };
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  }

  /** Starts a program. Rejects with what ssh2 reported; a server that does not answer until `signal` loses the connection. */
  async start(
    command: string,
    environment: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<RemoteProcess> {
    const { client } = this.#open;
    const { promise, resolve, reject } = Promise.withResolvers<ClientChannel>();
    const closed = (): void => reject(new Error('the connection was closed'));
    const stop = (): void => this.abandon();
    client.once('close', closed);
    signal.addEventListener('abort', stop, { once: true });
    try {
      client.exec(command, { env: environment }, (error, channel) => {
        if (error === undefined) resolve(channel);
        else reject(error);
      });
      return new RemoteProcess(client, await promise);
    } finally {
      client.off('close', closed);
      signal.removeEventListener('abort', stop);
    }
  }

  /** Takes no new work, and is closed when nothing uses it any more. */
  retire(): void {
    this.#retired = true;
    if (this.#users === 0) this.destroy();
  }

  destroy(): void {
    this.#alive = false;
    clearTimeout(this.#idle);
    this.#open.client.end();
    this.#open.socket.destroySoon();
  }

  /** Without a word to the server, which may not be listening. */
  abandon(): void {
    this.#alive = false;
    clearTimeout(this.#idle);
    this.#open.socket.destroy();
  }
}
