import { explainSshError } from './explainSshError.ts';
import type { LoginContext } from './explainSshError.ts';
import { describeKey, hostKey } from './hostKey.ts';
import { knownHostName } from './matchKnownHost.ts';
import { parseKnownHosts } from './parseKnownHosts.ts';
import type { SshTarget } from './parseSshUrl.ts';
import { readSshFiles } from './readSshFiles.ts';
import type { SshFiles } from './readSshFiles.ts';
import type { RemoteProcess } from './remoteProcess.ts';
import { SshConnection } from './sshConnection.ts';

export type SshConnectionsOptions = {
  readonly target: SshTarget;
  /** Directory with the credential files. */
  readonly credentials: string;
  /** Milliseconds for which an unused connection stays open. */
  readonly idle: number;
};

export type Started = { readonly program: RemoteProcess; readonly connection: SshConnection };

/**
 * Starts programs on one ssh server over one kept connection. Logging in costs several times an incremental fetch; a
 * connection is used until the server drops it, it lies idle, or a credential file has changed.
 */
export class SshConnections {
  readonly #options: SshConnectionsOptions;
  #current: { readonly version: string; readonly login: LoginContext; readonly connection: SshConnection } | undefined;

  constructor(options: SshConnectionsOptions) {
    this.#options = options;
  }

  /** `signal` must abort when the operation has ended. Rejects with RemoteError. */
  async start(command: string, environment: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Started> {
    const files = await readSshFiles(this.#options.credentials);
    const kept = this.#current;
    if (kept?.connection.alive === true && kept.version === files.version) {
      kept.connection.use(signal, this.#options.idle);
      try {
        return { program: await kept.connection.start(command, environment, signal), connection: kept.connection };
      } catch {
        signal.throwIfAborted();
        // Closed just as it was used again, or good for one program only: nothing was read, so another one may serve.
        kept.connection.abandon();
      }
    }
    const { connection, login } = await this.#open(files, signal);
    try {
      return { program: await connection.start(command, environment, signal), connection };
    } catch (error) {
      signal.throwIfAborted();
      throw explainSshError(error, login);
    }
  }

  close(): void {
    this.#current?.connection.retire();
    this.#current = undefined;
  }

  async #open(files: SshFiles, signal: AbortSignal): Promise<{ connection: SshConnection; login: LoginContext }> {
    const { target, idle } = this.#options;
    // Both need ssh2, a tenth of the CPU time of a start, which most repositories have no use for.
    const [{ openSshClient }, { readPrivateKey }] = await Promise.all([
      import('./openSshClient.ts'),
      import('./readPrivateKey.ts'),
    ]);
    const key = readPrivateKey(files.privateKey, files.passphrase, files.paths);
    const publicKey = describeKey(hostKey(key.getPublicSSH()));
    const login = { name: knownHostName(target), user: target.user, key: `${files.paths.key} (${publicKey})` };
    const knownHosts = files.knownHosts === undefined ? undefined : parseKnownHosts(files.knownHosts);
    try {
      const opened = await openSshClient(
        { target, user: target.user, key, file: files.paths.knownHosts, knownHosts },
        signal,
      );
      const connection = new SshConnection(opened);
      connection.use(signal, idle);
      this.#current?.connection.retire();
      this.#current = { version: files.version, login, connection };
      return { connection, login };
    } catch (error) {
      signal.throwIfAborted();
      throw explainSshError(error, login);
    }
  }
}
