import { redactText } from '@couplet/daemon';
import { RemoteError } from '../remoteError.ts';

export type SshTarget = {
  readonly user: string;
  /** Lower case, an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number;
  /** As git-upload-pack gets it: absolute, below a home (`~user/…`), or relative to the user's home. */
  readonly path: string;
};

const urlForm = /^ssh:\/\/(?:([^@/:]*)@)?(\[[0-9A-Fa-f:.]+\]|[^@:/[\]]+)(?::(\d{1,5}))?(\/.+)$/;
const shortForm = /^([^@/:]+)@(\[[0-9A-Fa-f:.]+\]|[^@:/[\]]+):(.+)$/;

/**
 * The parts of `ssh://[user@]host[:port]/path` or `user@host:path` as git reads them (gitprotocol and git-clone(1), "GIT
 * URLS"); undefined for any other URL. Throws RemoteError for one that cannot be used.
 */
export function parseSshUrl(url: string): SshTarget | undefined {
  const long = urlForm.exec(url);
  const short = url.includes('://') ? null : shortForm.exec(url);
  if (long === null && short === null) {
    if (url.startsWith('ssh:')) throw refuse('must be ssh://[user@]host[:port]/path', url);
    return undefined;
  }
  const [, user, host = '', third = '', fourth = ''] = long ?? short ?? [];
  const port = long !== null && third !== '' ? Number(third) : 22;
  if (port < 1 || port > 65_535) throw refuse('its port must be from 1 to 65535', String(port));
  return {
    // OpenSSH would take the login name of this machine; every hosting service says git.
    user: user === undefined || user === '' ? 'git' : user,
    host: host.replaceAll(/[[\]]/g, '').toLowerCase(),
    port,
    path: checkPath(long === null ? third : decodePath(fourth)),
  };
}

// git hands out the path of the long form decoded, and `/~user` without its slash.
function decodePath(encoded: string): string {
  const bare = encoded.startsWith('/~') ? encoded.slice(1) : encoded;
  try {
    return decodeURIComponent(bare);
  } catch (error) {
    throw refuse('its path must be percent-encoded UTF-8', encoded, error);
  }
}

function checkPath(path: string): string {
  if (path.startsWith('-')) throw refuse('its path must not begin with -', path);
  if (/\p{Cc}/u.test(path)) throw refuse('its path must have no control characters', JSON.stringify(path));
  return path;
}

function refuse(rule: string, found: string, cause?: unknown): RemoteError {
  return new RemoteError(`Cannot use repository.url: ${rule}, found "${redactText(found)}"`, { cause });
}
