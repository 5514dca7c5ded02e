import { explainNetworkError } from '../explainNetworkError.ts';
import { RemoteError } from '../remoteError.ts';
import { quoteServer } from './quoteServer.ts';

export type LoginContext = {
  /** As known_hosts names it. */
  readonly name: string;
  readonly user: string;
  /** Path of the key file, with the fingerprint of the public key. */
  readonly key: string;
};

/** Turns what ssh2 or the network reported into a sentence; a RemoteError stays what it is. */
export function explainSshError(error: unknown, { name, user, key }: LoginContext): RemoteError {
  if (error instanceof RemoteError) return error;
  const { level, message } = readError(error);
  const said = quoteServer(message);
  switch (level) {
    case 'client-socket':
      return explainNetworkError(error, name);
    case 'client-authentication':
      return new RemoteError(
        `Cannot log in to ${name}: it refused user "${user}" with the key in ${key}; add its public half there as a deploy key that may read`,
        { cause: error },
      );
    case 'client-timeout':
      return new RemoteError(`Cannot reach ${name}: it stopped answering`, { cause: error });
    case 'handshake':
      return new RemoteError(`Cannot reach ${name}: the ssh handshake must succeed, found "${said}"`, { cause: error });
    case 'protocol':
      return new RemoteError(`Cannot reach ${name}: it must speak ssh, found "${said}"`, { cause: error });
    default:
      return new RemoteError(`Cannot read the repository on ${name}: the ssh connection failed, found "${said}"`, {
        cause: error,
      });
  }
}

function readError(error: unknown): { level: string; message: string } {
  if (!(error instanceof Error)) return { level: '', message: 'unknown reason' };
  return { level: 'level' in error ? String(error.level) : '', message: error.message };
}
