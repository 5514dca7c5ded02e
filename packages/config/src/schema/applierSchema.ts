import { Type } from 'typebox';
import { optionalText, text, wholeNumber } from '../values/leaf.ts';
import { absolutePath, closed, listenAddress, namespace } from './common.ts';

/** The block `applier`. */
export const applierSchema = Type.Object(
  {
    listen: Type.Optional(
      text({
        ...listenAddress,
        description: 'Where the applier serves the status page, `/api`, `/healthz`, `/readyz` and `/metrics`.',
        default: '0.0.0.0:8081',
      }),
    ),
    token: Type.Optional(
      optionalText({
        ...absolutePath,
        description: 'The file with the bearer token that actions (run, suspend, resume, approve) need.',
        absent: 'none: actions are off',
        secret: 'unless a path',
      }),
    ),
    namespace: Type.Optional(
      optionalText({
        ...namespace,
        description: 'The namespace of set parents and run records.',
        absent: "the pod's own",
      }),
    ),
    kubeconfig: Type.Optional(
      optionalText({
        ...absolutePath,
        description: 'The kubeconfig file, outside a cluster.',
        absent: 'in-cluster, then the variable KUBECONFIG',
        secret: 'unless a path',
      }),
    ),
    concurrency: Type.Optional(
      wholeNumber({
        description: 'How many objects are checked or applied at once.',
        default: 16,
        from: 1,
        to: 256,
      }),
    ),
  },
  { ...closed, default: {} },
);
