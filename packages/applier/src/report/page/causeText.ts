import type { RunSummary } from '../../history/runRecord.ts';

/** Why a run ran, as a person says it: `push, told by github`. */
export function causeText({ trigger, cause }: Pick<RunSummary, 'trigger' | 'cause'>): string {
  switch (trigger) {
    case 'publication':
      return cause === undefined ? 'publication' : published(cause);
    case 'resync':
      return 'full re-check';
    case 'start':
      return 'start of the applier';
    case 'retry':
      return 'another try';
    case 'rollback':
      return 'roll back';
    case 'run':
      return 'asked for by a person';
    case 'approve':
      return 'approved by a person';
    case 'resume':
      return 'end of the suspension';
    case 'drift':
      return 'drift';
    default:
      trigger satisfies never;
      return '';
  }
}

function published({ kind, from }: NonNullable<RunSummary['cause']>): string {
  switch (kind) {
    case 'webhook':
      return from === undefined ? 'push, told by a webhook' : `push, told by ${from}`;
    case 'call':
      return from === undefined ? 'push, told by a call' : `push, told by a call with ${from}`;
    case 'poll':
      return 'push, found by polling';
    case 'start':
      return 'push, found at the start';
    default:
      kind satisfies never;
      return '';
  }
}
