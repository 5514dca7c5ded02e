import { Type } from 'typebox';
import type { Trigger } from '../../../events.ts';

const triggers = [
  'publication',
  'resync',
  'start',
  'retry',
  'rollback',
  'run',
  'approve',
  'resume',
] as const satisfies Trigger[];

export const trigger = Type.Enum([...triggers], { description: 'Why the run ran.' });

/** Of a run in the history. */
export const runTrigger = Type.Enum([...triggers, 'drift'], {
  description: 'Why the run ran; `drift`: objects that somebody else changed were applied again.',
});
