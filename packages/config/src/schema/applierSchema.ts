import { block, blocks } from '../values/schema.ts';
import { optionalText, text, wholeNumber } from '../values/leaf.ts';
import { httpUrl } from '../values/httpUrl.ts';
import { absolutePath, listenAddress, namespace } from './common.ts';
import { notifySchema } from './notifySchema.ts';

/** The block `applier`. */
export const applierSchema = block(
  {},
  {
    listen: text({
      ...listenAddress,
      description: 'Where the applier serves the status page, `/api`, `/healthz`, `/readyz` and `/metrics`.',
      default: '0.0.0.0:8081',
    }),
    token: optionalText({
      ...absolutePath,
      description: 'The file with the bearer token that actions (run, suspend, resume, approve) need.',
      absent: 'none: actions are off',
      secret: 'unless a path',
    }),
    namespace: optionalText({
      ...namespace,
      description: 'The namespace of set parents and run records.',
      absent: "the pod's own",
    }),
    kubeconfig: optionalText({
      ...absolutePath,
      description: 'The kubeconfig file, outside a cluster.',
      absent: 'in-cluster, then the variable KUBECONFIG',
      secret: 'unless a path',
    }),
    concurrency: wholeNumber({
      description: 'How many objects are checked or applied at once.',
      default: 16,
      from: 1,
      to: 256,
    }),
    url: optionalText({
      ...httpUrl,
      description: 'The base URL under which people reach the status page; notifications link to it.',
      absent: '`sync.commitStatus.page`, else no link',
    }),
    notify: blocks(notifySchema, { least: 0, most: 20, expected: 'a list of at most 20 receivers' }),
  },
  { alwaysThere: true },
);
