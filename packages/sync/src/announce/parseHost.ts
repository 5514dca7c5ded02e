export type RepositoryPlace = {
  readonly hostname: string;
  /** With the port of an https URL; that of an ssh URL says nothing about the API. */
  readonly host: string;
  readonly path: readonly string[];
};

/** The host and path in a repository's URL: https, ssh://, or user@host:path. */
export function parseHost(text: string): RepositoryPlace | undefined {
  const [, scpHost, scpPath = ''] = /^(?:[^@/]+@)?([^:/]+):(?!\/\/)(.*)$/.exec(text) ?? [];
  if (scpHost !== undefined) return { hostname: scpHost, host: scpHost, path: segments(scpPath) };
  const url = URL.parse(text);
  if (url === null || url.hostname === '') return undefined;
  const host = url.protocol.startsWith('http') ? url.host : url.hostname;
  return { hostname: url.hostname, host, path: segments(decode(url.pathname)) };
}

function segments(path: string): string[] {
  const names = path.split('/').filter(Boolean);
  const last = names.pop()?.replace(/\.git$/, '');
  return last === undefined || last === '' ? names : [...names, last];
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
