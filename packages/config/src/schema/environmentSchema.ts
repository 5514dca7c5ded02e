import { Type } from 'typebox';
import { dnsLabel } from '../values/dnsLabel.ts';
import { expectedRef, gitRefFault } from '../values/gitRef.ts';
import { duration, flag, oneOf, optionalText, text, wholeNumber } from '../values/leaf.ts';
import { expectedPath, normalisePath, repositoryPathFault } from '../values/repositoryPath.ts';
import { closed, hour, namespace, shortestInterval } from './common.ts';

const pruneLimit = Type.Object(
  {
    count: Type.Optional(
      wholeNumber({
        description: 'A plan that deletes more objects than this, and more than `percent`, is held for a person.',
        default: 10,
        from: 0,
        to: 1_000_000,
      }),
    ),
    percent: Type.Optional(
      wholeNumber({
        description: 'The same limit as a share of the objects of the environment.',
        default: 30,
        from: 0,
        to: 100,
      }),
    ),
  },
  { ...closed, default: {} },
);

/** One entry of `environments`. */
export const environmentSchema = Type.Object(
  {
    name: text({
      description: 'Names the environment in the API, on the page and in the cluster (ConfigMap `couplet-<name>`).',
      type: 'name',
      ...dnsLabel(40),
    }),
    ref: text({
      description: 'The branch, tag or full commit id that the environment follows.',
      type: 'branch, tag or commit id',
      expected: expectedRef,
      fault: gitRefFault,
    }),
    path: Type.Optional(
      text({
        description: 'The directory of the repository that holds its manifests.',
        type: 'directory in the repository',
        expected: expectedPath,
        default: '.',
        fault: repositoryPathFault,
        normalise: normalisePath,
      }),
    ),
    namespace: Type.Optional(
      optionalText({
        description: 'The namespace of objects that name none.',
        absent: "the environment's name",
        ...namespace,
      }),
    ),
    gate: Type.Optional(
      oneOf(['all', 'each'], {
        description: '`all`: nothing is written unless every object passes the check. `each`: object by object.',
        default: 'all',
      }),
    ),
    prune: Type.Optional(
      flag({ description: 'Deletes the objects that are no longer in the repository.', default: true }),
    ),
    pruneLimit: Type.Optional(pruneLimit),
    settle: Type.Optional(
      duration({
        description: 'How long to wait for what was applied to become healthy; `0` does not wait.',
        default: '5m',
        from: shortestInterval,
        to: 24 * hour,
        orZero: true,
      }),
    ),
    onFailure: Type.Optional(
      oneOf(['hold', 'rollback'], {
        description:
          'When it does not become healthy: `hold` stays degraded, `rollback` applies the last healthy commit again.',
        default: 'hold',
      }),
    ),
    resync: Type.Optional(
      duration({
        description: 'How often everything is compared with the cluster, also when nothing was pushed.',
        default: '1h',
        from: shortestInterval,
        to: 168 * hour,
      }),
    ),
    drift: Type.Optional(
      oneOf(['correct', 'detect'], {
        description: 'When someone else changes an object: `correct` applies it again, `detect` only reports it.',
        default: 'correct',
      }),
    ),
    suspend: Type.Optional(
      flag({ description: 'Stops applying this environment; nothing is deleted.', default: false }),
    ),
  },
  closed,
);
