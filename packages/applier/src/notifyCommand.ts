import { randomBytes } from 'node:crypto';
import { formatProblem, nearestName, readConfig, type Config, type NotifyTarget } from '@couplet/config';
import { systemClock } from '@couplet/daemon';
import type { Notification } from './notify/notification.ts';
import { notifyArguments, notifyHelp } from './notify/notifyArguments.ts';
import { sendNotification } from './notify/sendNotification.ts';

/** What `applier notify` prints, and its exit code: 0 every receiver took it, 1 one did not, or an error. */
export type NotifyAnswer = { code: 0 | 1; out: string; err: string };

/** `applier notify`: tries the receivers before something is wrong. Never rejects. */
export async function notifyCommand(argv: string[], signal: AbortSignal): Promise<NotifyAnswer> {
  const wanted = notifyArguments(argv);
  if (wanted.kind === 'help') return { code: 0, out: notifyHelp, err: '' };
  if (wanted.kind === 'usage') return refusal(`Cannot notify: ${wanted.problem}\n\n${notifyHelp}`);
  try {
    const read = await readConfig(wanted.config);
    if (read.kind === 'invalid') return refusal(`${read.problems.map(formatProblem).join('\n')}\n`);
    const answers = await Promise.all(
      findTargets(read.config, wanted.name).map(async (target) => await tryReceiver(target, read.config, signal)),
    );
    const failures = answers.filter(({ ok }) => !ok);
    const lines = (all: typeof answers): string => all.map(({ line }) => `${line}\n`).join('');
    const out = lines(answers.filter(({ ok }) => ok));
    return { code: failures.length === 0 ? 0 : 1, out, err: lines(failures) };
  } catch (error) {
    return refusal(`${error instanceof Error ? error.message : String(error)}\n`);
  }
}

async function tryReceiver(
  target: NotifyTarget,
  { applier, sync }: Config,
  signal: AbortSignal,
): Promise<{ ok: boolean; line: string }> {
  const page = applier.url ?? sync.commitStatus?.page;
  const notification: Notification = {
    id: randomBytes(16).toString('hex'),
    event: 'test',
    text: `This is a test of Couplet: ${target.name} is told when something is wrong.`,
    since: new Date(systemClock.now()).toISOString(),
    ...(page !== undefined && { url: `${page}/` }),
  };
  const verdict = await sendNotification(target, notification, { clock: systemClock, signal });
  if (verdict.kind === 'sent') return { ok: true, line: `${target.name} took it` };
  return { ok: false, line: `Cannot notify ${target.name}: ${verdict.why}` };
}

function findTargets({ applier: { notify = [] } }: Config, name: string | undefined): NotifyTarget[] {
  const names = notify.map((target) => target.name);
  if (names.length === 0) throw new Error('Cannot notify: the configuration must have applier.notify, found none');
  if (name === undefined) return notify;
  const found = notify.filter((target) => target.name === name);
  if (found.length > 0) return found;
  const meant = nearestName(name, names);
  const hint = meant === undefined ? `it has ${names.join(', ')}` : `did you mean ${meant}?`;
  throw new Error(`Cannot notify: the configuration must have the receiver, found no "${name}"; ${hint}`);
}

function refusal(err: string): NotifyAnswer {
  return { code: 1, out: '', err };
}
