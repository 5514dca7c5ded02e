import { giteaLike } from './giteaLike.ts';

/** Gitea: docs.gitea.com, "Webhooks". Its requests claim to be GitHub's as well, and are verified as both. */
export const gitea = giteaLike('Gitea');
