import assert from 'node:assert/strict';
import { test } from 'node:test';
import { podStatus } from './podStatus.ts';

const time = '2026-11-21T13:42:05Z';

function statusOf(tag: string, more: { restartPolicy?: string; age?: number; provided?: string[] } = {}): string {
  const { restartPolicy = 'Always', age = 60_000, provided = [] } = more;
  const metadata = { name: 'web-0', namespace: 'shop', uid: 'u' };
  const pod = { metadata, spec: { restartPolicy, containers: [{ name: 'main', image: `web:${tag}` }] } };
  const { phase, containerStatuses } = podStatus(pod, { age, provided: new Set(provided) }, time);
  const [{ ready, state } = { ready: false, state: {} }] = containerStatuses;
  const [kind, facts] = Object.entries(state)[0] ?? [];
  return [phase, ready ? 'ready' : kind, facts !== undefined && 'reason' in facts ? facts.reason : undefined]
    .filter(Boolean)
    .join(' ');
}

const rows: [tag: string, more: Parameters<typeof statusOf>[1], says: string][] = [
  ['good', {}, 'Running ready'],
  ['v1.2.3', {}, 'Running ready'],
  ['good', { restartPolicy: 'Never' }, 'Succeeded terminated Completed'],
  ['slow-500', { age: 499 }, 'Pending waiting ContainerCreating'],
  ['slow-500', { age: 500 }, 'Running ready'],
  ['missing', { age: 0 }, 'Pending waiting ErrImagePull'],
  ['missing', {}, 'Pending waiting ImagePullBackOff'],
  ['missing', { provided: ['web:missing'] }, 'Running ready'],
  ['crash', {}, 'Running waiting CrashLoopBackOff'],
  ['crash', { restartPolicy: 'Never' }, 'Failed terminated Error'],
  ['oom', { restartPolicy: 'Never' }, 'Failed terminated OOMKilled'],
  ['unready', {}, 'Running running'],
  ['noconfig', {}, 'Pending waiting CreateContainerConfigError'],
];
for (const [tag, more, says] of rows) {
  test(`a pod of web:${tag} ${JSON.stringify(more)} is ${says}`, () => assert.equal(statusOf(tag, more), says));
}
