import type { State } from '../environmentStatus.ts';
import { html, type Html } from './html.ts';
import type { RunWord } from './runWord.ts';
import { symbol } from './symbol.ts';

/** What a colour of the page means: the cluster is what git says, is not, waits for a person, is changing, or nothing is known. */
export type Tone = 'good' | 'bad' | 'warn' | 'busy' | 'idle';

/** What a badge says: how an environment is, how a run ended, or that news from git do not come in. */
export type Word = State | RunWord | 'cut-off';

export const tones: Record<Word, Tone> = {
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
  'cut-off': 'warn',
};

/** A word with its symbol and its colour. */
export function stateBadge(word: Word): Html {
  return html`<span class=${`badge ${tones[word]}`}>${symbol(word)}<span>${word}</span></span>`;
}
