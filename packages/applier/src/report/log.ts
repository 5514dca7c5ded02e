import type { Log } from '@couplet/daemon';
import type { ApplierEvent, RunError, RunEvent } from '../events.ts';
import { objectError } from './foldRun.ts';
import { logDrift } from './logDrift.ts';
import { pickError } from './pickError.ts';
import { pickGit } from './pickGit.ts';
import { pickPublication } from './pickPublication.ts';

// A broken repository must not flood the log: the status page has up to 1,000 errors of each environment.
const mostLines = 100;

/**
 * Writes what a person looks for in the log: a line for the start and the end of each run, and one for each object that
 * failed and each error that belongs to no object. Every line of a run carries its id.
 */
export function recordLog(log: Log, event: ApplierEvent): void {
  const { environment } = event;
  switch (event.kind) {
    case 'configured':
      return log.info({ environment, suspended: event.suspend }, 'environment configured');
    case 'removed':
      return log.info({ environment }, 'environment removed');
    case 'standby':
      return log.warn({ environment, ...pickError(event.error) }, 'environment stands by');
    case 'remembered':
      return recordMemory(log, event);
    case 'reviewed':
      for (const error of event.missing.slice(0, mostLines))
        log.warn({ environment, ...pickError(error) }, 'a right is missing');
      return;
    case 'unreadable':
      return log.error({ environment, ...pickError(event.error) }, 'publication unreadable');
    case 'started': {
      const { commit, ref } = pickPublication(event.publication);
      if (event.rollback !== undefined) {
        const facts = { environment, run: event.run, ...pickError(event.rollback.error) };
        log.warn(facts, 'commit gives way to the last healthy one');
      }
      return log.info({ environment, run: event.run, trigger: event.trigger, commit, ref }, 'run started');
    }
    case 'object':
      if (event.outcome !== 'failed') return;
      return log.error({ environment, run: event.run, ...pickError(objectError(event)) }, 'object failed');
    case 'warned':
      return log.warn({ environment, run: event.run, ...pickError(event.error) }, 'run warned');
    case 'ended':
      return recordEnd(log, event);
    case 'settled':
      return recordHealth(log, event);
    case 'drifted':
      return logDrift(log, environment, event.objects);
    case 'git':
      return recordGit(log, event);
    case 'watching':
      return log.info({ environment, watches: event.watches }, 'watches opened or closed');
    case 'resolved':
    case 'deleting':
    case 'settling':
    case 'loaded':
    case 'planned':
    case 'checked':
      return;
    default:
      event satisfies never;
  }
}

function recordMemory(log: Log, event: ApplierEvent & { kind: 'remembered' }): void {
  const { environment, facts } = event;
  const { healthy, suspended, quarantine } = facts;
  log.info({ environment, healthy: healthy?.commit, suspended, quarantine: quarantine?.commit }, 'environment memory');
}

function recordGit(log: Log, { environment, facts, same }: ApplierEvent & { kind: 'git' }): void {
  if (same) return;
  const { state, ...rest } = pickGit(facts);
  if (state === 'ok') log.info({ environment }, 'git is read');
  else if (state !== 'unknown') log.warn({ environment, git: state, ...rest }, 'nothing new comes from git');
}

function recordEnd(log: Log, { environment, run, result, requests, errors }: RunEvent & { kind: 'ended' }): void {
  const apart = errors.filter((error) => !belongsToObject(error));
  for (const error of apart.slice(0, mostLines)) log.error({ environment, run, ...pickError(error) }, 'run error');
  const unlogged = apart.length > mostLines ? { unlogged: apart.length - mostLines } : {};
  const level = result === 'applied' || result === 'superseded' ? 'info' : 'warn';
  log[level]({ environment, run, result, requests, errors: errors.length, ...unlogged }, 'run ended');
}

function recordHealth(
  log: Log,
  { environment, run, result, objects, errors, same }: RunEvent & { kind: 'settled' },
): void {
  if (same) return;
  for (const error of errors.slice(0, mostLines))
    log.error({ environment, run, ...pickError(error) }, 'object unhealthy');
  const level = result === 'healthy' ? 'info' : 'warn';
  const unlogged = errors.length > mostLines ? { unlogged: errors.length - mostLines } : {};
  log[level]({ environment, run, result, objects, errors: errors.length, ...unlogged }, 'run settled');
}

// `Kind.group/namespace/name`: such an error has come as the event of its object before.
function belongsToObject({ id }: RunError): boolean {
  return id !== undefined && /^\S+\/\S+$/.test(id);
}
