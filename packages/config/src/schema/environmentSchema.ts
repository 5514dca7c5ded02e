import { block } from '../values/schema.ts';
import { dnsLabel } from '../values/dnsLabel.ts';
import { expectedRef, gitRefFault } from '../values/gitRef.ts';
import { duration, flag, oneOf, optionalText, text, wholeNumber } from '../values/leaf.ts';
import { expectedPath, normalisePath, repositoryPathFault } from '../values/repositoryPath.ts';
import { hour, namespace, shortestInterval } from './common.ts';

const pruneLimit = block(
  {},
  {
    count: wholeNumber({
      description: 'A plan that deletes more objects than this, and more than `percent`, is held for a person.',
      default: 10,
      from: 0,
      to: 1_000_000,
    }),
    percent: wholeNumber({
      description: 'The same limit as a share of the objects of the environment.',
      default: 30,
      from: 0,
      to: 100,
    }),
  },
  { alwaysThere: true },
);

/** One entry of `environments`. */
export const environmentSchema = block(
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
  },
  {
    path: text({
      description: 'The directory of the repository that holds its manifests.',
      type: 'directory in the repository',
      expected: expectedPath,
      default: '.',
      fault: repositoryPathFault,
      normalise: normalisePath,
    }),
    namespace: optionalText({
      description: 'The namespace of objects that name none.',
      absent: "the environment's name",
      ...namespace,
    }),
    gate: oneOf(['all', 'each'], {
      description: '`all`: nothing is written unless every object passes the check. `each`: object by object.',
      default: 'all',
    }),
    prune: flag({ description: 'Deletes the objects that are no longer in the repository.', default: true }),
    pruneLimit: pruneLimit,
    settle: duration({
      description: 'How long to wait for what was applied to become healthy; `0` does not wait.',
      default: '5m',
      from: shortestInterval,
      to: 24 * hour,
      orZero: true,
    }),
    onFailure: oneOf(['hold', 'rollback'], {
      description:
        'When it does not become healthy: `hold` stays degraded, `rollback` applies the last healthy commit again.',
      default: 'hold',
    }),
    resync: duration({
      description: 'How often everything is compared with the cluster, also when nothing was pushed.',
      default: '1h',
      from: shortestInterval,
      to: 168 * hour,
    }),
    drift: oneOf(['correct', 'detect'], {
      description: 'When someone else changes an object: `correct` applies it again, `detect` only reports it.',
      default: 'correct',
    }),
    suspend: flag({ description: 'Stops applying this environment; nothing is deleted.', default: false }),
  },
);
