import type { Log } from '@couplet/daemon';
import type { Emit, SyncEvent } from '../events.ts';

/** Writes what a person wants to read later: constant messages with fields. What is everyday goes to debug. */
export function foldLog(log: Log): Emit {
  // A stalled environment is found stalled at every poll; it is news only once.
  const told = new Map<string, string>();
  return (event) => {
    switch (event.kind) {
      case 'answered':
        // Scanners ask for every path there is, and a flood must not fill the log; a wrong secret is what somebody has to know.
        if ([404, 405, 429].includes(event.answer)) log.debug(fields(event), 'request refused');
        else if (event.answer >= 400 && event.answer < 500) log.warn(fields(event), 'request refused');
        return undefined;
      case 'accepted': {
        const { id, provider, delivery, ref, environments } = event.request;
        return log.info({ request: id, provider, delivery, ref, environments }, 'request accepted');
      }
      case 'checked': {
        const { pass, commit, verdict } = event;
        // A refusal stalls its environments, and is told there.
        if (verdict.kind === 'verified') log.info({ pass, commit, by: verdict.by }, 'signature verified');
        return undefined;
      }
      case 'environment':
        return logOutcome(log, told, event);
      case 'sought':
      case 'givenUp': {
        const { pass, environment, wanted, why, request } = event;
        const line = { pass, environment, wanted, why, request: request.id };
        if (event.kind === 'sought') return log.info(line, 'commit not listed yet, will be looked for again');
        return log.warn(line, 'commit not listed, given up; polling goes on');
      }
      case 'waited': {
        const { request, until, result, seconds } = event;
        return log.info({ request, until, result, seconds }, 'wait ended');
      }
      case 'removed':
        return log.info(
          { environment: event.environment },
          'publication removed, the environment is not configured any more',
        );
      case 'configuration':
        if (event.problems.length === 0) return log.info({ environments: event.environments }, 'configuration in use');
        return log.error({ problems: event.problems }, 'configuration refused, the last good one stays in use');
      case 'damage':
        return log.error(fields(event), 'published tree is damaged');
      case 'repaired':
        return log.info(fields(event), 'published tree repaired');
      case 'tidied':
        if (event.removedTrees > 0 || event.newGitDirectory) log.info(fields(event), 'tidied up');
        return undefined;
      case 'commitStatuses':
        if (event.off === undefined) return log.info('commit statuses are sent');
        return log.info({ why: event.off }, 'commit statuses are not sent');
      case 'commitStatus':
        if (event.result === 'sent') return log.debug(fields(event), 'commit status sent');
        return log.warn(fields(event), 'commit status not sent');
      case 'tidyFailed':
        return log.warn({ err: event.error }, 'tidying up failed, will be tried again');
      case 'passEnded': {
        const { pass, result, seconds } = event;
        return log.debug({ pass, result, seconds }, 'pass ended');
      }
      case 'answerFailed':
        return log.error({ err: event.error }, 'request could not be answered');
      case 'applier':
      case 'bytes':
      case 'fetched':
      case 'found':
      case 'passStarted':
      case 'stage':
      case 'waiting':
        return undefined;
      default:
        return event satisfies never;
    }
  };
}

function logOutcome(log: Log, told: Map<string, string>, event: SyncEvent & { kind: 'environment' }): void {
  const { pass, environment, outcome, requests } = event;
  const { state: _, ...rest } = outcome;
  const line = { pass, environment, requests: requests.slice(-20).map(({ id }) => id), ...rest };
  if (outcome.state === 'stalled' && told.get(environment) === outcome.why) return;
  told.delete(environment);
  if (outcome.state === 'published') log.info(line, 'published');
  // A failure is thrown by the pass and logged where the loop handles it.
  if (outcome.state !== 'stalled') return;
  told.set(environment, outcome.why);
  log.warn(line, 'nothing to publish from');
}

function fields(event: SyncEvent): Record<string, unknown> {
  return Object.fromEntries(Object.entries(event).filter(([name]) => name !== 'kind' && name !== 'at'));
}
