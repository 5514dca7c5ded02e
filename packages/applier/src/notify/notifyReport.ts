import type { NotifyEvent } from '@couplet/config';
import type { Health, Log } from '@couplet/daemon';
import type { NotifyMetrics } from './notifyMetrics.ts';

export type Sent = { receiver: string; environment: string; event: NotifyEvent };

/** Where people see what became of notifications: log, metric, health. */
export type NotifyReport = {
  sent(facts: Sent): void;
  notSent(facts: Sent & { result: 'failed' | 'refused'; why: string }): void;
  /** Nothing was sent, because nothing could be. */
  unusable(receiver: string, why: string): void;
  /** `why` undefined: what was told can be read and written again. */
  kept(why: string | undefined): void;
};

/** A receiver that is down is said once, and again when it says something else: each try more would drown the log. */
export function notifyReport({
  log,
  health,
  metrics,
}: {
  log: Pick<Log, 'info' | 'warn'>;
  health: Pick<Health, 'set'>;
  metrics: NotifyMetrics;
}): NotifyReport {
  const problems = new Map<string, string>();
  const tell = (check: string, fields: object, why: string, message: string): void => {
    const notice = `Cannot notify ${check}: ${why}`;
    health.set(`notifications to ${check}`, { notice });
    if (problems.get(check) === why) return;
    problems.set(check, why);
    log.warn({ code: 'not-notified', ...fields, why }, message);
  };
  let keeping: string | undefined;
  return {
    sent(facts) {
      metrics.count(facts.receiver, 'sent');
      log.info(facts, 'notification sent');
      problems.delete(facts.receiver);
      health.set(`notifications to ${facts.receiver}`, 'ok');
    },
    notSent({ result, why, ...facts }) {
      metrics.count(facts.receiver, result);
      tell(facts.receiver, { ...facts, result }, why, 'notification not sent, it is tried again');
    },
    unusable(receiver, why) {
      tell(receiver, { receiver }, why, 'receiver of notifications cannot be used');
    },
    kept(why) {
      if (why === keeping) return;
      keeping = why;
      const rule = 'after a restart something may be told twice';
      health.set('notifications kept', why === undefined ? 'ok' : { notice: `${why}; ${rule}` });
      if (why !== undefined) log.warn({ code: 'not-notified', why }, 'what was told cannot be read or kept');
    },
  };
}
