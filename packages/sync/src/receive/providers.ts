import { bearer } from './providers/bearer.ts';
import { bitbucket } from './providers/bitbucket.ts';
import { forgejo } from './providers/forgejo.ts';
import { gitea } from './providers/gitea.ts';
import { github } from './providers/github.ts';
import { gitlab } from './providers/gitlab.ts';
import type { Provider } from './providers/provider.ts';

/**
 * Everybody who may call. The first one that a request claims says how it is read, and all that it claims must accept it.
 * Who imitates others stands before them: Forgejo sends Gitea's and GitHub's headers, Gitea sends GitHub's.
 */
export const providers: readonly Provider[] = [bearer, forgejo, gitea, gitlab, bitbucket, github];
