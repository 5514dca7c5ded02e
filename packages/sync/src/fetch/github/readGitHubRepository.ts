import { RemoteError } from '../remoteError.ts';

export type GitHubRepository = {
  /** The base of the REST API, without a slash at its end. */
  readonly api: string;
  readonly owner: string;
  readonly name: string;
};

/**
 * Where the API of a repository's GitHub is: github.com has its own host for it, as GitHub Enterprise Cloud with data
 * residency (*.ghe.com) has; GitHub Enterprise Server has it below /api/v3. Throws RemoteError.
 */
export function readGitHubRepository(url: string): GitHubRepository {
  const { hostname, origin, pathname } = new URL(url);
  const [, owner, name, ...more] = pathname
    .replace(/\/$/, '')
    .replace(/\.git$/, '')
    .split('/');
  if (!owner || !name || more.length > 0) {
    throw new RemoteError(
      `Cannot log in as a GitHub App: repository.url must be https://<host>/<owner>/<repository>, found ${url}`,
    );
  }
  return { api: apiOf(hostname, origin), owner, name };
}

function apiOf(hostname: string, origin: string): string {
  if (/^(www\.)?github\.com$/.test(hostname)) return 'https://api.github.com';
  return hostname.endsWith('.ghe.com') ? `https://api.${hostname}` : `${origin}/api/v3`;
}
