import type { CommitStatus } from './commitStatus.ts';
import type { StatusTarget } from './statusTarget.ts';

/** One HTTP request as JSON. */
export type StatusRequest = {
  readonly url: URL;
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/**
 * The request that sets a commit status. Sources: GitHub REST "Create a commit status", GitLab API "Set commit pipeline
 * status", Gitea API "repoCreateStatus".
 */
export function statusRequest(target: StatusTarget, status: CommitStatus, token: string): StatusRequest {
  const { provider, api, repository, page } = target;
  const { environment, commit, state, description } = status;
  const link = page === undefined ? {} : { target_url: `${page}/environments/${encodeURIComponent(environment)}` };
  const facts = { context: `couplet/${environment}`, description, ...link };
  const names = repository.split('/').map(encodeURIComponent).join('/');
  switch (provider) {
    case 'github':
      return request(
        `${api}/repos/${names}/statuses/${commit}`,
        { state, ...facts },
        {
          authorization: `Bearer ${token}`,
          accept: 'application/vnd.github+json',
          'x-github-api-version': '2022-11-28',
        },
      );
    case 'gitlab':
      return request(
        `${api}/projects/${encodeURIComponent(repository)}/statuses/${commit}`,
        { state: state === 'failure' ? 'failed' : state, ...facts },
        { 'private-token': token },
      );
    case 'gitea':
      return request(
        `${api}/repos/${names}/statuses/${commit}`,
        { state, ...facts },
        {
          authorization: `token ${token}`,
        },
      );
    default:
      return provider satisfies never;
  }
}

function request(url: string, body: object, headers: Readonly<Record<string, string>>): StatusRequest {
  return {
    url: new URL(url),
    method: 'POST',
    headers: { accept: 'application/json', ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}
