import { Type } from 'typebox';
import { duration, flag, text } from '../values/leaf.ts';
import { expectedUrl, repositoryUrlFault } from '../values/repositoryUrl.ts';
import { closed, hour, shortestInterval } from './common.ts';

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
  },
  closed,
);
