import type { EnvironmentStatus } from '../environmentStatus.ts';
import { tones, type Tone, type Word } from './stateBadge.ts';

const cutOff: readonly string[] = ['failing', 'stalled', 'unreachable'];

/** What is seen of an environment before a word is read. Nothing is well while nobody knows what git says. */
export function glance({ state, git }: Pick<EnvironmentStatus, 'state' | 'git'>): { word: Word; tone: Tone } {
  const seemsWell = tones[state] === 'good' || state === 'waiting';
  const word = seemsWell && git !== undefined && cutOff.includes(git.state) ? 'cut-off' : state;
  return { word, tone: tones[word] };
}
