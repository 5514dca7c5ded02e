/** What the stand-in kubelet reports of one container (core/v1 ContainerStatus). */
export type ContainerStatus = {
  name: string;
  image: string;
  imageID: string;
  ready: boolean;
  started: boolean;
  restartCount: number;
  state: { waiting?: object; running?: object; terminated?: { exitCode: number; reason: string; finishedAt: string } };
  lastState?: object;
};

export type Circumstances = {
  /** `spec.restartPolicy` of the pod. */
  restartPolicy: string;
  /** Milliseconds since the pod was seen first. */
  age: number;
  /** Images that exist although their tag says `missing`. */
  provided: ReadonlySet<string>;
};

/** How long an image is tried to be pulled before the kubelet backs off, in milliseconds. */
const untilBackOff = 300;
const moment = '2026-11-21T13:42:05Z';

/** The tag of an image says what becomes of its container; a tag that says nothing is `good`. */
export function containerStatus(
  { name, image }: { name: string; image: string },
  { restartPolicy, age, provided }: Circumstances,
): ContainerStatus {
  const base = { name, image, imageID: '', ready: false, started: false, restartCount: 0 };
  const tag = image.slice(image.lastIndexOf(':') + 1);
  const waiting = (reason: string, message?: string): ContainerStatus => ({
    ...base,
    state: { waiting: { reason, ...(message !== undefined && { message }) } },
  });
  const runs = { ...base, started: true, state: { running: { startedAt: moment } } };

  const delay = Number(/^slow-(\d+)$/.exec(tag)?.[1] ?? 0);
  if (age < delay) return waiting('ContainerCreating');
  if (tag === 'missing' && !provided.has(image)) {
    const cause = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
    if (age < untilBackOff) return waiting('ErrImagePull', `rpc error: code = NotFound desc = ${cause}`);
    return waiting(
      'ImagePullBackOff',
      `Back-off pulling image "${image}": ErrImagePull: rpc error: code = NotFound desc = ${cause}`,
    );
  }
  if (tag === 'noconfig') return waiting('CreateContainerConfigError', 'secret "credentials" not found');
  if (tag === 'unready') return runs;
  if (tag === 'crash' || tag === 'oom') {
    const terminated = {
      exitCode: tag === 'oom' ? 137 : 1,
      reason: tag === 'oom' ? 'OOMKilled' : 'Error',
      finishedAt: moment,
    };
    if (restartPolicy === 'Never') return { ...base, state: { terminated } };
    const message = `back-off 5m0s restarting failed container=${name}`;
    return { ...waiting('CrashLoopBackOff', message), restartCount: 3, lastState: { terminated } };
  }
  if (restartPolicy === 'Always') return { ...runs, ready: true };
  return { ...base, state: { terminated: { exitCode: 0, reason: 'Completed', finishedAt: moment } } };
}
