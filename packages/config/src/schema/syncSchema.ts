import { Type } from 'typebox';
import { optionalOneOf, optionalText, text } from '../values/leaf.ts';
import { httpUrl } from '../values/httpUrl.ts';
import { absolutePath, closed, listenAddress } from './common.ts';

const commitStatus = Type.Object(
  {
    provider: Type.Optional(
      optionalOneOf(['github', 'gitlab', 'gitea'], {
        description: 'Whose API takes word of each commit; `gitea` is Forgejo too.',
        absent: 'known from github.com, gitlab.com and codeberg.org in `repository.url`',
      }),
    ),
    api: Type.Optional(
      optionalText({
        ...httpUrl,
        description: "The base URL of that provider's API.",
        absent: 'on the host of `repository.url`',
      }),
    ),
    page: Type.Optional(
      optionalText({
        ...httpUrl,
        description: 'The base URL under which people reach the status page; commit statuses link to it.',
        absent: 'no link',
      }),
    ),
  },
  closed,
);

/** The block `sync`. */
export const syncSchema = Type.Object(
  {
    listen: Type.Optional(
      text({
        ...listenAddress,
        description: 'Where sync serves `/sync`, and nothing else, to the outside.',
        default: '0.0.0.0:8080',
      }),
    ),
    internal: Type.Optional(
      text({
        ...listenAddress,
        description: 'Where sync serves `/healthz`, `/readyz`, `/metrics` and `/status` inside the cluster.',
        default: '0.0.0.0:9080',
      }),
    ),
    credentials: Type.Optional(
      text({
        ...absolutePath,
        description:
          'The directory with the git credential: `username` and `password`, or `token`; `ssh-privatekey`, `ssh-passphrase` and `known_hosts`; `github-app-id` and `github-app-private-key`; `askpass`; `status-token`; `ca.crt`.',
        default: '/etc/couplet/git',
        secret: 'unless a path',
      }),
    ),
    webhook: Type.Optional(
      text({
        ...absolutePath,
        description:
          'The directory with what webhooks prove: every file `secret*` is an HMAC secret, every file `token*` a bearer token.',
        default: '/etc/couplet/webhook',
        secret: 'unless a path',
      }),
    ),
    git: Type.Optional(
      text({
        ...absolutePath,
        description: "sync's own git directory, outside the volume; it may be lost at any time.",
        default: '/git',
      }),
    ),
    commitStatus: Type.Optional(commitStatus),
  },
  { ...closed, default: {} },
);
