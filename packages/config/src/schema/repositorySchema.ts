import { block } from '../values/schema.ts';
import { duration, flag, oneOf, size, text, wholeNumber } from '../values/leaf.ts';
import { expectedUrl, repositoryUrlFault } from '../values/repositoryUrl.ts';
import { absolutePath, hour, shortestInterval } from './common.ts';

const limits = block(
  {},
  {
    files: wholeNumber({
      description: 'The most files that one environment may publish; with more, its last publication stays.',
      default: 100_000,
      from: 1,
      to: 10_000_000,
    }),
    bytes: size({
      description: 'The most bytes that the files of one environment may have together.',
      default: '1Gi',
      from: '1Ki',
      to: '1Ti',
    }),
    fileSize: size({
      description: 'The most bytes that one published file may have.',
      default: '32Mi',
      from: '1Ki',
      to: '1Gi',
    }),
    depth: wholeNumber({
      description: 'How many directories may lie below one another in what is published.',
      default: 64,
      from: 1,
      to: 1000,
    }),
  },
  { alwaysThere: true },
);

const verify = block(
  {},
  {
    keys: text({
      ...absolutePath,
      description:
        'Turns on the check of signatures: the directory of public keys, OpenPGP or ssh, one of which must have signed the commit.',
      default: '/etc/couplet/verify',
      secret: 'unless a path',
    }),
    mode: oneOf(['head'], {
      description: 'Which commits are checked: `head` is the one that is published.',
      default: 'head',
    }),
  },
);

/** The block `repository`. */
export const repositorySchema = block(
  {
    url: text({
      description:
        'The git repository. `http://` only to this machine, elsewhere with `insecureHttp: true`. Never with credentials in it.',
      type: 'URL',
      expected: expectedUrl,
      pattern: '^(https?://|ssh://|[A-Za-z0-9._-]+@)',
      fault: repositoryUrlFault,
      secret: 'in a URL',
    }),
  },
  {
    poll: duration({
      description: 'How often sync looks at the repository when no webhook comes.',
      default: '60s',
      from: shortestInterval,
      to: 24 * hour,
    }),
    timeout: duration({
      description: 'How long one request to the git server may take.',
      default: '60s',
      from: shortestInterval,
      to: hour,
    }),
    insecureHttp: flag({
      description: 'Allows `http://` to other machines; whoever is on the way can read and change what is applied.',
      default: false,
    }),
    limits: limits,
    verify: verify,
  },
);
