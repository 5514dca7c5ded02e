import { block } from '../values/schema.ts';
import { optionalOneOf, optionalText, text } from '../values/leaf.ts';
import { httpUrl } from '../values/httpUrl.ts';
import { absolutePath, listenAddress } from './common.ts';

const commitStatus = block(
  {},
  {
    provider: optionalOneOf(['github', 'gitlab', 'gitea'], {
      description: 'Whose API takes word of each commit; `gitea` is Forgejo too.',
      absent: 'known from github.com, gitlab.com and codeberg.org in `repository.url`',
    }),
    api: optionalText({
      ...httpUrl,
      description: "The base URL of that provider's API.",
      absent: 'on the host of `repository.url`',
    }),
    page: optionalText({
      ...httpUrl,
      description: 'The base URL under which people reach the status page; commit statuses link to it.',
      absent: 'no link',
    }),
  },
);

/** The block `sync`. */
export const syncSchema = block(
  {},
  {
    listen: text({
      ...listenAddress,
      description: 'Where sync serves `/sync`, and nothing else, to the outside.',
      default: '0.0.0.0:8080',
    }),
    internal: text({
      ...listenAddress,
      description: 'Where sync serves `/healthz`, `/readyz`, `/metrics` and `/status` inside the cluster.',
      default: '0.0.0.0:9080',
    }),
    credentials: text({
      ...absolutePath,
      description:
        'The directory with the git credential: `username` and `password`, or `token`; `ssh-privatekey`, `ssh-passphrase` and `known_hosts`; `github-app-id` and `github-app-private-key`; `askpass`; `status-token`; `ca.crt`.',
      default: '/etc/couplet/git',
      secret: 'unless a path',
    }),
    webhook: text({
      ...absolutePath,
      description:
        'The directory with what webhooks prove: every file `secret*` is an HMAC secret, every file `token*` a bearer token.',
      default: '/etc/couplet/webhook',
      secret: 'unless a path',
    }),
    git: text({
      ...absolutePath,
      description: "sync's own git directory, outside the volume; it may be lost at any time.",
      default: '/git',
    }),
    commitStatus: commitStatus,
  },
  { alwaysThere: true },
);
