import { Type } from 'typebox';
import { duration, flag, oneOf, size, text, wholeNumber } from '../values/leaf.ts';
import { expectedUrl, repositoryUrlFault } from '../values/repositoryUrl.ts';
import { absolutePath, closed, hour, shortestInterval } from './common.ts';

const limits = Type.Object(
  {
    files: Type.Optional(
      wholeNumber({
        description: 'The most files that one environment may publish; with more, its last publication stays.',
        default: 100_000,
        from: 1,
        to: 10_000_000,
      }),
    ),
    bytes: Type.Optional(
      size({
        description: 'The most bytes that the files of one environment may have together.',
        default: '1Gi',
        from: '1Ki',
        to: '1Ti',
      }),
    ),
    fileSize: Type.Optional(
      size({
        description: 'The most bytes that one published file may have.',
        default: '32Mi',
        from: '1Ki',
        to: '1Gi',
      }),
    ),
    depth: Type.Optional(
      wholeNumber({
        description: 'How many directories may lie below one another in what is published.',
        default: 64,
        from: 1,
        to: 1000,
      }),
    ),
  },
  { ...closed, default: {} },
);

const verify = Type.Object(
  {
    keys: Type.Optional(
      text({
        ...absolutePath,
        description:
          'Turns on the check of signatures: the directory of public keys, OpenPGP or ssh, one of which must have signed the commit.',
        default: '/etc/couplet/verify',
        secret: 'unless a path',
      }),
    ),
    mode: Type.Optional(
      oneOf(['head'], {
        description: 'Which commits are checked: `head` is the one that is published.',
        default: 'head',
      }),
    ),
  },
  closed,
);

/** The block `repository`. */
export const repositorySchema = Type.Object(
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
    poll: Type.Optional(
      duration({
        description: 'How often sync looks at the repository when no webhook comes.',
        default: '60s',
        from: shortestInterval,
        to: 24 * hour,
      }),
    ),
    timeout: Type.Optional(
      duration({
        description: 'How long one request to the git server may take.',
        default: '60s',
        from: shortestInterval,
        to: hour,
      }),
    ),
    insecureHttp: Type.Optional(
      flag({
        description: 'Allows `http://` to other machines; whoever is on the way can read and change what is applied.',
        default: false,
      }),
    ),
    limits: Type.Optional(limits),
    verify: Type.Optional(verify),
  },
  closed,
);
