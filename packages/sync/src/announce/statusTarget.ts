import type { Config } from '@couplet/config';
import { parseHost } from './parseHost.ts';

export type Provider = 'github' | 'gitlab' | 'gitea';

/** Where statuses go. */
export type StatusTarget = {
  readonly kind: 'target';
  readonly provider: Provider;
  /** Base URL of its API, without a slash at the end. */
  readonly api: string;
  /** `owner/name`; on GitLab with every group. */
  readonly repository: string;
  /** Base URL of the status page. */
  readonly page?: string;
};

export type NoTarget = { readonly kind: 'none'; readonly why: string };

const known: Readonly<Record<string, { readonly provider: Provider; readonly api: string }>> = {
  'github.com': { provider: 'github', api: 'https://api.github.com' },
  'ssh.github.com': { provider: 'github', api: 'https://api.github.com' },
  'gitlab.com': { provider: 'gitlab', api: 'https://gitlab.com/api/v4' },
  'altssh.gitlab.com': { provider: 'gitlab', api: 'https://gitlab.com/api/v4' },
  'codeberg.org': { provider: 'gitea', api: 'https://codeberg.org/api/v1' },
};

const apiPaths: Readonly<Record<Provider, string>> = { github: '/api/v3', gitlab: '/api/v4', gitea: '/api/v1' };

/** Where the statuses of a repository's commits go by its URL and the block `sync.commitStatus`, or why nowhere. */
export function statusTarget({ repository, sync }: Config): StatusTarget | NoTarget {
  const { provider: named, api, page } = sync.commitStatus ?? {};
  const place = parseHost(repository.url);
  const guess = place === undefined ? undefined : known[place.hostname];
  const provider = named ?? guess?.provider;
  if (place === undefined || provider === undefined)
    return none(
      `sync.commitStatus.provider must be github, gitlab or gitea (known are ${Object.keys(known).join(', ')})`,
      repository.url,
    );
  if (api !== undefined && !repository.insecureHttp && isReadable(api))
    return none('sync.commitStatus.api must be https://, or repository.insecureHttp true', api);
  const path = provider === 'gitlab' ? place.path : place.path.slice(-2);
  if (path.length < 2) return none('repository.url must end with owner/name', repository.url);
  const ownApi = guess?.provider === provider ? guess.api : `https://${place.host}${apiPaths[provider]}`;
  return {
    kind: 'target',
    provider,
    api: api ?? ownApi,
    repository: path.join('/'),
    ...(page !== undefined && { page }),
  };
}

/** Whether everybody on the way could read the token. */
function isReadable(api: string): boolean {
  const { protocol, hostname } = new URL(api);
  return protocol === 'http:' && hostname !== 'localhost' && hostname !== '[::1]' && !hostname.startsWith('127.');
}

function none(rule: string, found: string): NoTarget {
  return { kind: 'none', why: `Cannot send commit statuses: ${rule}, found ${found}` };
}
