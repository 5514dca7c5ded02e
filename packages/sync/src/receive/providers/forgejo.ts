import { giteaLike } from './giteaLike.ts';

/** Forgejo: forgejo.org/docs, "Webhooks". Its requests claim to be Gitea's and GitHub's as well, and are verified as all three. */
export const forgejo = giteaLike('Forgejo');
