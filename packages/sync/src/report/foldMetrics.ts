import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { Emit, WaitResult } from '../events.ts';
import { environmentState } from './environmentState.ts';

/** Registers couplet_sync_* and answers the fold that keeps them. */
export function foldMetrics(registry: Registry): Emit {
  const registers = [registry];
  const requests = new Counter({
    name: 'couplet_sync_requests_total',
    help: 'Answers of the outer listener, by who claimed to call and HTTP status.',
    labelNames: ['provider', 'answer'],
    registers,
  });
  const passes = new Counter({
    name: 'couplet_sync_passes_total',
    help: 'Passes by result; unchanged means that nothing was written.',
    labelNames: ['result'],
    registers,
  });
  const stages = new Histogram({
    name: 'couplet_sync_stage_duration_seconds',
    help: 'Duration of each stage of a pass.',
    labelNames: ['stage'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const success = new Gauge({
    name: 'couplet_sync_last_success_timestamp_seconds',
    help: 'When a pass last ended with every environment published or unchanged.',
    registers,
  });
  const publications = new Counter({
    name: 'couplet_sync_publications_total',
    help: 'Publications written, by environment.',
    labelNames: ['environment'],
    registers,
  });
  const bytes = new Counter({
    name: 'couplet_sync_fetch_bytes_total',
    help: 'Bytes received from the git server.',
    registers,
  });
  const verifications = new Counter({
    name: 'couplet_sync_verifications_total',
    help: 'Signatures of commits that were checked, by result.',
    labelNames: ['result'],
    registers,
  });
  for (const result of ['verified', 'refused']) verifications.inc({ result }, 0);
  const waits = new Counter({
    name: 'couplet_sync_waits_total',
    help: 'Calls that waited for a commit, by how the wait ended.',
    labelNames: ['result'],
    registers,
  });
  const waiters = new Gauge({ name: 'couplet_sync_waiters', help: 'Calls that wait for a commit now.', registers });
  const results: readonly WaitResult[] = ['reached', 'failed', 'timeout', 'gone', 'stopped', 'full'];
  for (const result of results) waits.inc({ result }, 0);
  const statuses = new Counter({
    name: 'couplet_sync_commit_statuses_total',
    help: 'Commit statuses by environment and what became of them.',
    labelNames: ['environment', 'result'],
    registers,
  });
  const state = environmentState(registry);
  for (const result of ['published', 'unchanged', 'stalled', 'failed']) passes.inc({ result }, 0);
  for (const provider of ['bearer', 'bitbucket', 'forgejo', 'gitea', 'github', 'gitlab'])
    for (const answer of ['202', '401']) requests.inc({ provider, answer }, 0);
  for (const stage of ['list', 'fetch', 'publish', 'tidy']) stages.zero({ stage });

  return (event) => {
    switch (event.kind) {
      case 'answered':
        return requests.inc({ provider: event.provider, answer: String(event.answer) });
      case 'checked':
        return verifications.inc({ result: event.verdict.kind });
      case 'stage':
        return stages.observe({ stage: event.stage }, event.seconds);
      case 'bytes':
        return bytes.inc(event.count);
      case 'configuration':
        for (const environment of event.environments) {
          state.know(environment);
          publications.inc({ environment }, 0);
          for (const result of ['sent', 'refused', 'failed']) statuses.inc({ environment, result }, 0);
        }
        return undefined;
      case 'environment':
        state.set(event.environment, event.outcome.state);
        if (event.outcome.state === 'published') publications.inc({ environment: event.environment });
        return undefined;
      case 'removed':
        return state.forget(event.environment);
      case 'passEnded':
        passes.inc({ result: event.result });
        if (event.result === 'published' || event.result === 'unchanged') success.set(event.at / 1000);
        return undefined;
      case 'waiting':
        return waiters.set(event.waiters);
      case 'waited':
        return waits.inc({ result: event.result });
      case 'commitStatus':
        return statuses.inc({ environment: event.environment, result: event.result });
      case 'accepted':
      case 'answerFailed':
      case 'applier':
      case 'commitStatuses':
      case 'damage':
      case 'fetched':
      case 'found':
      case 'givenUp':
      case 'passStarted':
      case 'repaired':
      case 'sought':
      case 'tidied':
      case 'tidyFailed':
        return undefined;
      default:
        return event satisfies never;
    }
  };
}
