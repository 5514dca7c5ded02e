import { Type } from 'typebox';
import { text } from '../values/leaf.ts';
import { absolutePath, closed, listenAddress } from './common.ts';

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
          'The directory with the git credential: `username` and `password`, or `token`; `ssh-privatekey`, `ssh-passphrase` and `known_hosts`; `ca.crt`.',
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
  },
  { ...closed, default: {} },
);
