import type { EnvironmentStatus } from '../environmentStatus.ts';
import { shortId } from './commit.ts';
import { count, number } from './durations.ts';
import { errorCount } from './errorCount.ts';

/** One sentence that says whether the cluster is what git says, and if not, why. */
export function reason(status: EnvironmentStatus): string {
  const { state, published, counts } = status;
  const commit = published === undefined ? 'the commit' : shortId(published.commit);
  switch (state) {
    case 'waiting':
      return status.errors?.some(({ code }) => code === 'not-leading') === true
        ? 'Another applier writes. What this one saw last is below.'
        : 'Nothing is published yet: sync has not handed over a commit. If that lasts, the log of sync says why.';
    case 'running':
      return `Applying ${commit}${progress(status)}.${cluster(status)}`;
    case 'applied':
      return `Everything in ${commit} is in the cluster${settling(status)}.`;
    case 'healthy':
      return `Everything in ${commit} is in the cluster and healthy.`;
    case 'degraded':
      return `${commit} is applied, but ${unhealthy(status)} not healthy.`;
    case 'failed':
      return `${errorCount(status)} kept ${commit} from being applied completely.${cluster(status)}`;
    case 'held':
      return `Everything in ${commit} is applied, but ${count(counts?.held ?? 0, 'delete')} ${counts?.held === 1 ? 'waits' : 'wait'} for a person.`;
    case 'stalled':
      return 'There is nothing to apply from. What was applied stays.';
    case 'suspended':
      return status.suspension === undefined
        ? 'Suspended in the configuration: new commits are not applied.'
        : 'Suspended by a person: new commits are not applied, and drift is not corrected.';
    case 'rolled-back':
      return `${commit} is quarantined: the last healthy commit${lastHealthy(status)} is applied in its place.`;
    default:
      state satisfies never;
      return '';
  }
}

function lastHealthy({ applied: found }: EnvironmentStatus): string {
  return found === undefined ? '' : ` ${shortId(found.commit)}`;
}

function settling({ progress: objects }: EnvironmentStatus): string {
  if (objects === undefined) return '';
  const message = objects.message === undefined ? '' : `, ${objects.message}`;
  return `; ${number(objects.done)} of ${count(objects.of, 'object')} ${objects.of === 1 ? 'is' : 'are'} healthy${message}`;
}

function unhealthy({ errors = [], more }: EnvironmentStatus): string {
  const objects = errors.length + (more?.errors === undefined ? 0 : more.errors - 1);
  return `${count(objects, 'object')} ${objects === 1 ? 'is' : 'are'}`;
}

function progress({ progress: steps }: EnvironmentStatus): string {
  return steps === undefined ? '' : `: ${number(steps.done)} of ${count(steps.of, 'object')}`;
}

function cluster({ applied, published }: EnvironmentStatus): string {
  if (applied === undefined) return ' No commit was applied completely so far.';
  if (applied.commit === published?.commit) return ' It was applied completely before.';
  return ` The last commit applied completely is ${shortId(applied.commit)}.`;
}
