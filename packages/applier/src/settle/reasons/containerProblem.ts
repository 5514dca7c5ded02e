import { numberAt, textAt, valueAt } from '../fields.ts';
import type { HealthProblem } from './problem.ts';

const imageReasons = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);
/** A container that is only about to start has no problem of its own. */
const starting = new Set(['ContainerCreating', 'PodInitializing']);

/** What is wrong with a container, from one entry of a pod's `containerStatuses`. What it logged is never read. */
export function containerProblem(status: unknown): HealthProblem | undefined {
  const name = `container ${textAt(status, 'name') ?? ''}`;
  const reason = textAt(status, 'state', 'waiting', 'reason');
  if (reason !== undefined && imageReasons.has(reason)) {
    const said = textAt(status, 'state', 'waiting', 'message');
    const image = textAt(status, 'image') ?? '';
    return { code: 'image-pull', message: `${name}: image ${image} cannot be pulled (${reason})${suffix(said)}` };
  }
  if (reason === 'CrashLoopBackOff') {
    const restarts = numberAt(status, 'restartCount') ?? 0;
    const message = `${name} ends again and again (${reason}, ${restarts} restarts): ${ending(valueAt(status, 'lastState', 'terminated'))}`;
    return { code: 'crash-loop', message };
  }
  if (reason !== undefined && !starting.has(reason)) {
    return {
      code: 'unhealthy',
      message: `${name} cannot start (${reason})${suffix(textAt(status, 'state', 'waiting', 'message'))}`,
    };
  }
  const ended = valueAt(status, 'state', 'terminated');
  if (ended === undefined || numberAt(ended, 'exitCode') === 0) return undefined;
  return { code: 'crash-loop', message: `${name} ended: ${ending(ended)}` };
}

/** `exit code 1 (Error)`, and for a container that was killed for its memory, that. */
function ending(terminated: unknown): string {
  const code = numberAt(terminated, 'exitCode');
  const reason = textAt(terminated, 'reason');
  if (reason === 'OOMKilled') return `it used more memory than its limit allows (OOMKilled, exit code ${code})`;
  if (code === undefined) return 'its exit code is not known';
  return `exit code ${code}${reason === undefined ? '' : ` (${reason})`}`;
}

function suffix(text: string | undefined): string {
  return text === undefined || text === '' ? '' : `: ${text}`;
}
