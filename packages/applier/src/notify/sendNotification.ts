import type { NotifyTarget } from '@couplet/config';
import { version, type Clock } from '@couplet/daemon';
import { judgePost, type Verdict } from './judgePost.ts';
import type { Notification } from './notification.ts';
import { postBody } from './postBody.ts';
import { readReceiver, type Receiver } from './readReceiver.ts';
import { signBody } from './signBody.ts';
import { slackBody } from './slackBody.ts';

export type SendOptions = {
  clock: Pick<Clock, 'now'>;
  signal: AbortSignal;
  /** Milliseconds that one try may take; default 10,000. */
  deadline?: number;
};

/** Tries once to tell a receiver. Rejects only when the signal aborts. */
export async function sendNotification(
  target: NotifyTarget,
  notification: Notification,
  { clock, signal, deadline = 10_000 }: SendOptions,
): Promise<Verdict> {
  let receiver: Receiver;
  try {
    receiver = await readReceiver(target);
  } catch (error) {
    return { kind: 'refused', why: messageOf(error) };
  }
  const { url, key } = receiver;
  const late = AbortSignal.timeout(deadline);
  try {
    const body = target.format === 'slack' ? slackBody(notification) : JSON.stringify(notification);
    const own = target.format === 'slack' ? {} : genericHeaders(notification, body, key, clock.now());
    const headers = { 'user-agent': `couplet/${version}`, ...own };
    const answer = await postBody(url, { headers, body, signal: AbortSignal.any([signal, late]) });
    return judgePost(url.host, answer, clock.now());
  } catch (error) {
    signal.throwIfAborted();
    const slow = `${url.host} must answer within ${deadline / 1000} s, found it silent or slow`;
    return { kind: 'failed', why: late.aborted ? slow : messageOf(error) };
  }
}

function genericHeaders(
  { id, event }: Notification,
  body: string,
  key: string | undefined,
  now: number,
): Record<string, string> {
  return { 'x-couplet-event': event, 'x-couplet-delivery': id, ...signBody(body, key, now) };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
