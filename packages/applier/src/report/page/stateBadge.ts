import type { State } from '../environmentStatus.ts';
import { html, type Html } from './html.ts';

/** What a colour of the page means: the cluster is what git says, is not, waits for a person, is changing, or nothing is known. */
export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'idle';

export const tones: Record<State, Tone> = {
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
};

// Each state has a shape of its own, so that it is told apart without colour. On a grid of 16 by 16.
const shapes: Record<State, string> = {
  waiting: 'M4 8h.01M8 8h.01M12 8h.01',
  running: 'M13 8a5 5 0 1 1-2-4M11.2 1.2V4.2H8.2',
  applied: 'M3 8.5 6.5 12 13 4.5',
  healthy: 'M1.5 8.5 4.5 11.5 10 5M8 11.5 14.5 5',
  degraded: 'M8 2.5 14.5 13.5h-13ZM8 6.5v3.2M8 11.7v.01',
  failed: 'M4 4l8 8M12 4l-8 8',
  held: 'M5.5 3.5v9M10.5 3.5v9',
  stalled: 'M8 2.5v7M8 13v.01',
  suspended: 'M3.5 3.5h9v9h-9Z',
  'rolled-back': 'M6 3 3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H6',
};

/** The state as symbol, word and colour. */
export function stateBadge(state: State): Html {
  return html`<span class=${`badge ${tones[state]}`}>${stateSymbol(state)}<span>${state}</span></span>`;
}

/** The symbol alone, for people who see; it always stands beside its word. */
export function stateSymbol(state: State): Html {
  return html`<svg class="symbol" viewBox="0 0 16 16" aria-hidden="true"><path d=${shapes[state]} /></svg>`;
}
