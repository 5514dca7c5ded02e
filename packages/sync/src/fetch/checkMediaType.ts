import { RemoteError } from './remoteError.ts';

/**
 * Checks that an answer is of smart HTTP (gitprotocol-http(5)) and not a page that something on the way made up. Throws
 * RemoteError.
 */
export function checkMediaType(found: string | undefined, method: string, host: string): void {
  const wanted = `application/x-git-upload-pack-${method === 'GET' ? 'advertisement' : 'result'}`;
  const type = found?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === wanted) return;
  throw new RemoteError(`Cannot read the repository on ${host}: ${explain(type, wanted)}`);
}

function explain(type: string, wanted: string): string {
  if (type === 'text/html' || type === 'application/xhtml+xml') {
    return 'it must answer as a git server, found a web page, such as a login page or a captive portal; check repository.url, and what stands between';
  }
  // A directory of files behind a plain web server answers so.
  if (type === 'text/plain') {
    return 'it must speak the smart HTTP protocol of git, found a dumb server, or none; it has to be served by git http-backend or the like';
  }
  const shown = type.replaceAll(/[^\x21-\x7e]/g, '').slice(0, 100);
  return `it must answer as a git server with ${wanted}, found ${shown === '' ? 'no content type' : shown}; check repository.url`;
}
