import { connect } from 'node:net';
import type { Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { Client, ParsedKey, PublicKeyAuthMethod, ServerHostKeyAlgorithm } from 'ssh2';
import { RemoteError } from '../remoteError.ts';
import { explainHostKey, explainHostKeyTypes } from './explainHostKey.ts';
import type { HostKeyContext } from './explainHostKey.ts';
import { hostKey } from './hostKey.ts';
import { allHostKeyAlgorithms, hostKeyAlgorithms } from './hostKeyAlgorithms.ts';
import { judgeHostKey, linesFor } from './judgeHostKey.ts';
import type { HostKeyVerdict } from './judgeHostKey.ts';
import type { KnownHost } from './parseKnownHosts.ts';

export type SshLogin = HostKeyContext & { readonly user: string; readonly key: ParsedKey };

/** `socket` is ours, because ssh2 does not destroy one that it has half closed. */
export type OpenClient = { readonly client: Client; readonly socket: Socket };

const keepalive = 15_000;
const noCommonType = 'Handshake failed: no matching host key format';

/**
 * Connects and logs in, once known_hosts vouches for the host: the only place that makes an ssh connection, since ssh2
 * accepts every host key when it is not given a verifier. Rejects with RemoteError for a host key, the reason of the
 * signal, or with what ssh2 reported.
 */
export async function openSshClient(login: SshLogin, signal: AbortSignal): Promise<OpenClient> {
  const lines = linesFor(login.knownHosts?.entries ?? [], login.target);
  const wanted = hostKeyAlgorithms(lines);
  if (wanted.length === 0) throw explainHostKeyTypes(lines, login);
  try {
    return await logIn(login, lines, wanted, signal);
  } catch (error) {
    if (!(error instanceof Error) || error.message !== noCommonType || signal.aborted) throw error;
    // The same judge refuses a key of another type, and can then name it.
    return await logIn(login, lines, allHostKeyAlgorithms, signal);
  }
}

async function logIn(
  login: SshLogin,
  lines: readonly KnownHost[],
  algorithms: readonly ServerHostKeyAlgorithm[],
  signal: AbortSignal,
): Promise<OpenClient> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const { target, user, key } = login;
  let verdict: HostKeyVerdict | undefined;
  const socket = connect({ host: target.host, port: target.port, noDelay: true });
  const client = new ssh2.Client();
  const method: PublicKeyAuthMethod = { type: 'publickey', username: user, key };
  const stop = (): void => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  client.on('error', (error) => {
    reject(verdict === undefined || verdict.kind === 'trusted' ? error : explainHostKey(verdict, login));
  });
  client.once('ready', resolve);
  client.once('close', () => reject(new RemoteError(`Cannot reach ${target.host}: it cut the connection`)));
  client.connect({
    sock: socket,
    username: user,
    authHandler: [method],
    algorithms: { serverHostKey: [...algorithms] },
    hostVerifier: (blob: Buffer) => {
      verdict = judgeHostKey(lines, hostKey(blob));
      return verdict.kind === 'trusted';
    },
    // The deadline of the whole operation counts instead.
    readyTimeout: 0,
    keepaliveInterval: keepalive,
  });
  try {
    await promise;
    if (verdict?.kind !== 'trusted') throw new RemoteError(`Cannot trust ${target.host}: its key was not verified`);
    return { client, socket };
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
