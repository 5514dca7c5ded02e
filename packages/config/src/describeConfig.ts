import type { Config, Environment, NotifyTarget } from './config.ts';
import { formatDuration } from './values/duration.ts';
import { formatSize } from './values/size.ts';
import { isInsecure } from './values/repositoryUrl.ts';

/** What a configuration means, in plain sentences; `--check` prints it. Ends without a line break. */
export function describeConfig(config: Config): string {
  const blocks = [
    repository(config),
    ...config.environments.map((environment) => describeEnvironment(environment, config.repository.url)),
    sync(config),
    applier(config),
  ];
  return blocks
    .map(([title, ...sentences]) => [title, ...sentences.map((line) => `  ${line}`)].join('\n'))
    .join('\n\n');
}

type Block = [title: string, ...sentences: string[]];

function repository({ repository: { url, poll, timeout, limits, verify } }: Config): Block {
  const block: Block = [
    `Repository ${url}`,
    `Without a webhook, sync looks for new commits every ${formatDuration(poll)}.`,
    `A request to the git server is given up after ${formatDuration(timeout)}.`,
    `An environment publishes at most ${limits.files} files of ${formatSize(limits.fileSize)} each, ${formatSize(limits.bytes)} in all, ${limits.depth} directories deep.`,
    verify === undefined
      ? 'Signatures of commits are not checked.'
      : `A commit is published only when a key in ${verify.keys} signed it.`,
  ];
  if (isInsecure(url))
    block.push('WARNING: http:// is not protected; whoever is on the way can change what is applied.');
  return block;
}

function describeEnvironment(environment: Environment, url: string): Block {
  const { name, ref, path, namespace, resync } = environment;
  const directory = path === '' ? 'the whole repository' : `the directory ${path}`;
  const block: Block = [`Environment ${name}`];
  if (environment.suspend) block.push('SUSPENDED: nothing is applied and nothing is deleted until suspend is false.');
  block.push(
    `Follows ${isCommit(ref) ? `the commit ${ref}` : ref} in ${directory} of ${url}.`,
    `Objects that name no namespace go into the namespace ${namespace}.`,
    gate(environment),
    prune(environment),
    settle(environment),
    `Everything is compared with the cluster every ${formatDuration(resync)}; ${drift(environment)}`,
  );
  return block;
}

function isCommit(ref: string): boolean {
  return /^[0-9a-f]{40}$/.test(ref);
}

function gate({ gate: mode }: Environment): string {
  return mode === 'all'
    ? 'Nothing is written unless every object passes the check (gate: all).'
    : 'Each object that passes the check is written, whatever the others do (gate: each).';
}

function prune({ prune: isOn, pruneLimit: { count, percent } }: Environment): string {
  if (!isOn) return 'Objects that are no longer in the repository stay in the cluster (prune: false).';
  const limit = `more than ${count} objects and more than ${percent} % of them`;
  return `Objects that are no longer in the repository are deleted; a plan that deletes ${limit} is held for a person.`;
}

function settle({ settle: milliseconds, onFailure }: Environment): string {
  if (milliseconds === 0) return 'Does not wait for what was applied to become healthy.';
  const wait = `Waits up to ${formatDuration(milliseconds)} for what was applied to become healthy`;
  return onFailure === 'hold'
    ? `${wait}; otherwise it stays as it is, degraded (onFailure: hold).`
    : `${wait}; otherwise the last healthy commit is applied again (onFailure: rollback).`;
}

function drift({ drift: mode }: Environment): string {
  return mode === 'correct'
    ? 'what someone else changed is applied again (drift: correct).'
    : 'what someone else changed is only reported (drift: detect).';
}

function sync({ sync: { listen, internal, credentials, webhook, git, commitStatus }, volume }: Config): Block {
  const { provider, page } = commitStatus ?? {};
  return [
    'sync',
    `Serves /sync on ${listen}; health, metrics and status on ${internal}.`,
    `Reads the git credential from the directory ${credentials}, webhook secrets and tokens from ${webhook}.`,
    `Keeps its git directory in ${git} and publishes to ${volume}.`,
    `Sends commit statuses to ${provider ?? "the repository's host, where it is a known one"}, when there is a token for it${page === undefined ? '' : `, with links to ${page}`}.`,
  ];
}

function applier({ applier: settings, sync: { commitStatus }, volume }: Config): Block {
  const { listen, token, namespace, kubeconfig, concurrency, url = commitStatus?.page, notify = [] } = settings;
  return [
    'applier',
    `Serves the status page and its API on ${listen}.`,
    token === undefined
      ? 'Actions (run, suspend, resume, approve) are off: no token is set.'
      : `Actions (run, suspend, resume, approve) need the bearer token in ${token}.`,
    `Reads ${volume}, and checks or applies up to ${concurrency} objects at once.`,
    `Keeps set parents and run records in ${namespace === undefined ? "the pod's own namespace" : `the namespace ${namespace}`}.`,
    `Reaches the cluster ${kubeconfig === undefined ? 'as the pod it runs in, or else through KUBECONFIG' : `through ${kubeconfig}`}.`,
    ...notifications(notify, url),
  ];
}

function notifications(notify: NotifyTarget[], page: string | undefined): string[] {
  if (notify.length === 0) return ['Tells nobody when an environment fails (applier.notify).'];
  return [
    ...notify.flatMap(receiver),
    page === undefined ? 'Notifications have no link: applier.url is not set.' : `Notifications link to ${page}.`,
  ];
}

function receiver({ name, url, urlFile, format, secret, on, environments, insecureHttp }: NotifyTarget): string[] {
  const where = url ?? `the URL in ${urlFile}`;
  const signed = secret === undefined ? 'not signed' : `signed with the key in ${secret}`;
  const how = format === 'slack' ? 'as a chat message' : `as JSON, ${signed}`;
  const whom = environments === undefined ? 'an environment' : environments.join(' or ');
  const lines = [`Tells ${name} (${where}, ${how}) when ${whom} is ${on.join(', ')}.`];
  const mayBeInsecure = insecureHttp && (url === undefined || isInsecure(url));
  if (mayBeInsecure)
    lines.push(`WARNING: http:// is not protected; whoever is on the way can read what ${name} is told.`);
  return lines;
}
