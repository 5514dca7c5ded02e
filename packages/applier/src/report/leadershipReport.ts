import type { Health, Log } from '@couplet/daemon';
import type { ControlMetrics } from './controlMetrics.ts';

/** What there is to say about the lease: `problem` says who holds it, or why it cannot be had or was lost. */
export type LeadershipNews = { kind: 'leading' } | { kind: 'standby' | 'failed' | 'lost'; problem: string };

/** Shows whether this applier is the one that writes: in readiness, log and metric. */
export function leadershipReport(deps: {
  metrics: Pick<ControlMetrics, 'leads'>;
  health: Health;
  log: Log;
}): (news: LeadershipNews) => void {
  const { metrics, health, log } = deps;
  health.set('lease', { problem: 'not asked for yet' });
  return (news) => {
    metrics.leads(news.kind === 'leading');
    health.set('lease', news.kind === 'leading' ? 'ok' : { problem: news.problem });
    // Who waits for the lease has talked to the API server.
    if (news.kind === 'standby') health.set('Kubernetes API', 'ok');
    if (news.kind === 'leading') log.info('lease taken');
    else if (news.kind === 'standby') log.info({ problem: news.problem }, 'lease is held by another applier');
    else if (news.kind === 'lost') log.warn({ problem: news.problem }, 'lease lost');
    else log.warn({ problem: news.problem }, 'lease cannot be taken');
  };
}
