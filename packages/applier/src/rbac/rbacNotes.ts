import type { RbacNeeds } from './rbacNeeds.ts';

const workloads = ['Deployment.apps', 'StatefulSet.apps', 'DaemonSet.apps', 'Job.batch', 'CronJob.batch', 'Pod'];

/** What a person has to know beside the rules: what they amount to, and what nobody can read out of a repository. */
export function rbacNotes({ creates, grants, missing, kinds }: Omit<RbacNeeds, 'needed'>, broken: string[]): string[] {
  const notes: string[] = [];
  for (const name of creates) {
    notes.push(
      `Namespace ${name} is made by the repository itself. Create it first, or its Role below cannot be made.`,
    );
  }
  if (kinds.has('Secret')) {
    notes.push('Secrets are among the objects: whoever may list them in a namespace may read all of them there.');
  }
  if (workloads.some((key) => kinds.has(key))) {
    notes.push(
      'Workloads are among the objects: whoever may create one can run it under any ServiceAccount of its namespace and mount any Secret there.',
    );
  }
  if (kinds.has('Namespace')) {
    notes.push('Namespaces are among the objects: the rule holds for all namespaces, with their Pod Security labels.');
  }
  for (const grant of grants) {
    notes.push(
      `${grant}. The API server lets the applier apply it only if the applier holds all of that itself, which is not printed here: add it by hand if you want that, or keep this manifest out of the repository and apply it yourself.`,
    );
  }
  for (const one of missing) notes.push(`Not covered: ${one}`);
  for (const group of broken) notes.push(`Not covered: kinds of ${group}, whose API server does not answer.`);
  notes.push(
    'Optional, for kubectl describe to show on an object why it could not be applied or is not healthy: add {apiGroups: [events.k8s.io], resources: [events], verbs: [create]} to the rules of each namespace that objects are in, and of namespace default for objects without a namespace.',
  );
  notes.push(
    'What cannot be known from here: kinds and namespaces of later commits, and kinds that have left the repository but not the cluster. The applier names what is missing (code missing-access) with the rule that would allow it.',
  );
  return notes;
}
