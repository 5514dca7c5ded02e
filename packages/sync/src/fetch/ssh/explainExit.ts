import { RemoteError } from '../remoteError.ts';
import { quoteServer } from './quoteServer.ts';

/** How git-upload-pack on the server ended. */
export type Exit = {
  /** Undefined when the server did not say, or a signal ended it; `flood` when we did, for what it wrote to standard error. */
  readonly code: number | 'flood' | undefined;
  /** The beginning of its standard error. */
  readonly stderr: string;
  /** The connection broke before it had ended. */
  readonly lost: boolean;
};

const notThere = /not found|could not be found|does not appear to be a git repository|does not exist|no such/i;
const notAllowed = /denied|not allowed|not permitted|forbidden|unauthori[sz]ed|permission|access rights/i;

/** Why git-upload-pack did not give what was asked, from its exit and its words; those differ from host to host. */
export function explainExit({ code, stderr, lost }: Exit, name: string): RemoteError {
  const cannot = `Cannot read the repository on ${name}`;
  const quoted = quoteServer(stderr);
  const said = quoted === '' ? '' : `; the server says "${quoted}"`;
  if (lost) return new RemoteError(`Cannot reach ${name}: it cut the connection${said}`);
  if (code === 'flood')
    return new RemoteError(`${cannot}: its standard error must be short, found no end of it${said}`);
  if (code === 127) return new RemoteError(`${cannot}: it must have the program git-upload-pack, found none${said}`);
  if (notThere.test(stderr)) {
    const advice = 'there is no such repository, or the key may not see it; check repository.url and its permissions';
    return new RemoteError(`${cannot}: ${advice}${said}`);
  }
  if (notAllowed.test(stderr)) return new RemoteError(`${cannot}: the key lacks the permission to read it${said}`);
  return new RemoteError(`${cannot}: git-upload-pack must end well, found exit ${code ?? 'without a code'}${said}`);
}
