import { Agent } from 'node:https';
import type { AgentOptions } from 'node:https';
import type { ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import type { SecureContextOptions } from 'node:tls';
import { openTunnel } from './openTunnel.ts';
import type { Proxy } from './parseProxy.ts';

type ConnectionOptions = ClientRequestArgs & {
  readonly servername?: string;
  /** The request's signal once more: an agent is not handed the one called `signal`. */
  readonly tunnelSignal?: AbortSignal;
};

/**
 * Keep-alive TLS connections to a server through a proxy. Node's own `proxyEnv` cannot end a connection while it is being
 * made: a TLS handshake that hangs behind the tunnel keeps its socket for ever, and the request never ends.
 */
export class TunnelAgent extends Agent {
  readonly #proxy: Proxy;
  readonly #trust: SecureContextOptions;

  constructor(proxy: Proxy, options: AgentOptions, trust: SecureContextOptions) {
    super({ ...options, ...trust });
    this.#proxy = proxy;
    this.#trust = trust;
  }

  override createConnection(
    options: ConnectionOptions,
    connected: (error: Error | null, socket?: Duplex) => void,
  ): undefined {
    this.#connect(options).then((socket) => connected(null, socket), connected);
  }

  async #connect(options: ConnectionOptions): Promise<Duplex> {
    const { tunnelSignal: signal = new AbortController().signal, servername = '' } = options;
    const target = { host: options.host ?? '', port: Number(options.port ?? 443) };
    const tunnel = await openTunnel(this.#proxy, target, signal);
    const { promise, resolve, reject } = Promise.withResolvers<Duplex>();
    // rejectUnauthorized is said aloud: the default follows an environment variable.
    const socket = connect({ ...this.#trust, rejectUnauthorized: true, socket: tunnel, host: target.host, servername });
    const stop = (): void => void socket.destroy(new Error('Cannot go on: the operation has ended'));
    signal.addEventListener('abort', stop, { once: true });
    tunnel.on('error', (error) => socket.destroy(error));
    socket.once('error', reject);
    socket.once('secureConnect', () => resolve(socket));
    try {
      return await promise;
    } catch (error) {
      tunnel.destroy();
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      socket.removeListener('error', reject);
    }
  }
}
