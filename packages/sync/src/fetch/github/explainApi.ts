import { explainStatus } from '../explainStatus.ts';
import { RemoteError } from '../remoteError.ts';
import { quoteServer } from '../ssh/quoteServer.ts';
import type { AppFiles } from './appFiles.ts';
import type { ApiAnswer } from './gitHubApi.ts';
import type { GitHubRepository } from './readGitHubRepository.ts';

export type AppCall = { readonly app: AppFiles; readonly repository: GitHubRepository; readonly now: number };

/** Turns GitHub's refusal of an app into a sentence that says which file, or which of its settings, is wrong. */
export function explainApi(step: 'find' | 'token', answer: ApiAnswer, call: AppCall): RemoteError {
  const { app, repository, now } = call;
  const { host } = new URL(repository.api);
  const after = retryAfter(answer, now);
  const whole = `${repository.owner}/${repository.name}`;
  const fail = (why: string): RemoteError =>
    new RemoteError(`Cannot log in as the GitHub App ${app.id} at ${host}: ${why}${said(answer)}`, { after });
  if (after !== undefined) return fail(`it asks to be called less often (${answer.status})`);
  switch (answer.status) {
    case 401:
      return fail(
        `it does not accept the key (401); ${app.paths.key} must be a private key of the app that ${app.paths.id} names`,
      );
    case 403:
      return fail('it forbids it (403); the installation may be suspended, look at it in the settings of the owner');
    case 404:
      return step === 'token' && app.installation !== undefined
        ? fail(
            `there is no such installation of the app (404); correct ${app.paths.installation}, or remove it and the installation is looked up`,
          )
        : fail(`the app is not installed for ${whole} (404); install it there, and check repository.url`);
    case 301:
    case 307:
      return fail(`${whole} has moved (${answer.status}); set repository.url to its new place`);
    case 422:
      return fail(
        `the installation may not see ${whole} (422); add the repository to the installation, and check repository.url`,
      );
    default:
      return explainStatus(answer.status, { host, retryAfter: answer.headers['retry-after'], now });
  }
}

/** Of the limit that is spent: Retry-After, or when GitHub's hour ends (docs.github.com, rate limits for the REST API). */
function retryAfter({ status, headers }: ApiAnswer, now: number): number | undefined {
  if (status !== 403 && status !== 429) return undefined;
  const after = headers['retry-after'];
  const reset =
    headers['x-ratelimit-remaining'] === '0' ? Number(headers['x-ratelimit-reset']) * 1000 - now : Number.NaN;
  const wait = after === undefined ? reset : Number(after) * 1000;
  if (!Number.isFinite(wait)) return status === 429 ? 60_000 : undefined;
  return Math.min(Math.max(wait, 0), 60 * 60 * 1000);
}

function said({ body }: ApiAnswer): string {
  const text = typeof body['message'] === 'string' ? quoteServer(body['message']) : '';
  return text === '' ? '' : `; it said: ${text}`;
}
