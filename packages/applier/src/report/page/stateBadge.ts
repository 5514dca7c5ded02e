import type { State } from '../environmentStatus.ts';
import { html, type Html } from './html.ts';
import type { RunWord } from './runWord.ts';
import { symbol } from './symbol.ts';

/** What a colour of the page means: the cluster is what git says, is not, waits for a person, is changing, or nothing is known. */
export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'idle';

export const tones: Record<State | RunWord, Tone> = {
  waiting: 'idle',
  running: 'busy',
  applied: 'good',
  healthy: 'good',
  degraded: 'bad',
  failed: 'bad',
  held: 'warn',
  stalled: 'bad',
  suspended: 'idle',
  'rolled-back': 'warn',
  superseded: 'idle',
};

/** The state of an environment, or how a run ended, as symbol, word and colour. */
export function stateBadge(state: State | RunWord): Html {
  return html`<span class=${`badge ${tones[state]}`}>${symbol(state)}<span>${state}</span></span>`;
}
