import { states, type EnvironmentStatus } from '../environmentStatus.ts';
import { number } from './durations.ts';
import { glance } from './glance.ts';
import { html, type Html } from './html.ts';
import { tones } from './stateBadge.ts';
import { symbol } from './symbol.ts';

/** How many environments are in which state, or cut off from git. */
export function summary(environments: readonly EnvironmentStatus[]): Html {
  const words = environments.map((one) => glance(one).word);
  const counts = [...states, 'cut-off' as const].map((word) => ({
    word,
    count: words.filter((one) => one === word).length,
  }));
  return html`<ul class="summary" aria-label="Environments by state">
    ${counts
      .filter(({ count }) => count > 0)
      .map(
        ({ word, count }) => html`<li class=${tones[word]}>${symbol(word)}<span>${number(count)} ${word}</span></li>`,
      )}
  </ul>`;
}
