import type { KeyObject } from 'node:crypto';
import { RemoteError } from '../remoteError.ts';
import type { AppFiles } from './appFiles.ts';
import { explainApi } from './explainApi.ts';
import { callGitHub } from './gitHubApi.ts';
import type { ApiAnswer, ApiRequest, GitHubApi } from './gitHubApi.ts';
import type { GitHubRepository } from './readGitHubRepository.ts';
import { readAppKey, signAppJwt } from './signAppJwt.ts';

/** `expires` is in milliseconds since the epoch, by the clock of this machine. */
export type MintedToken = { readonly token: string; readonly expires: number };

export type MintOptions = {
  readonly app: AppFiles;
  readonly repository: GitHubRepository;
  readonly api: GitHubApi;
  readonly now: () => number;
};

/** GitHub's tokens live an hour; taken when an answer does not say. */
const usualLifetime = 60 * 60 * 1000;

/** Gets a token for one repository from GitHub, looking the installation up when no file names it. Rejects with RemoteError. */
export async function mintToken(options: MintOptions): Promise<MintedToken> {
  const { app, repository } = options;
  const key = readAppKey(app.key, app.paths.key);
  const installation = app.installation ?? (await findInstallation(options, key));
  const answer = await call(options, key, 'token', {
    method: 'POST',
    url: `${repository.api}/app/installations/${installation}/access_tokens`,
    // Whatever else the installation may see, this token cannot.
    body: { repositories: [repository.name] },
  });
  const { token, permissions } = answer.body;
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,4096}$/.test(token)) throw odd(repository, 'a token');
  if (typeof permissions === 'object' && permissions !== null && !('contents' in permissions)) {
    throw new RemoteError(
      `Cannot read the repository as the GitHub App ${app.id}: it must have the permission Contents: read, found it missing; grant it in the settings of the app, then accept the change in the installation`,
    );
  }
  return { token, expires: options.now() + lifetimeOf(answer) };
}

async function findInstallation(options: MintOptions, key: KeyObject): Promise<number> {
  const { api, owner, name } = options.repository;
  const url = `${api}/repos/${owner}/${name}/installation`;
  const { id } = (await call(options, key, 'find', { method: 'GET', url })).body;
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) throw odd(options.repository, 'an installation');
  return id;
}

/** The clocks of the two machines may differ by more than GitHub allows: then its own time is taken, once. */
async function call(
  { app, repository, api, now }: MintOptions,
  key: KeyObject,
  step: 'find' | 'token',
  request: ApiRequest,
): Promise<ApiAnswer> {
  let answer = await callGitHub(api, signAppJwt(app.id, key, now()), request);
  const theirs = Date.parse(answer.headers['date'] ?? '');
  if (answer.status === 401 && Math.abs(theirs - now()) > 10_000) {
    answer = await callGitHub(api, signAppJwt(app.id, key, theirs), request);
  }
  if (answer.status === (request.method === 'GET' ? 200 : 201)) return answer;
  throw explainApi(step, answer, { app, repository, now: now() });
}

/** By the clock of the server, which also says when the token ends. */
function lifetimeOf({ body, headers }: ApiAnswer): number {
  const end = typeof body['expires_at'] === 'string' ? Date.parse(body['expires_at']) : Number.NaN;
  const lifetime = end - Date.parse(headers['date'] ?? '');
  return Number.isFinite(lifetime) ? Math.min(lifetime, usualLifetime) : usualLifetime;
}

function odd({ api }: GitHubRepository, wanted: string): RemoteError {
  return new RemoteError(`Cannot read the answer of ${new URL(api).host}: it must hold ${wanted}, found none`);
}
