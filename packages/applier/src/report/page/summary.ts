import { states, type EnvironmentStatus } from '../environmentStatus.ts';
import { number } from './durations.ts';
import { html, type Html } from './html.ts';
import { tones } from './stateBadge.ts';
import { symbol } from './symbol.ts';

/** How many environments are in which state. */
export function summary(environments: readonly EnvironmentStatus[]): Html {
  const counts = states.map((state) => ({ state, count: environments.filter((one) => one.state === state).length }));
  return html`<ul class="summary" aria-label="Environments by state">
    ${counts
      .filter(({ count }) => count > 0)
      .map(
        ({ state, count }) =>
          html`<li class=${tones[state]}>${symbol(state)}<span>${number(count)} ${state}</span></li>`,
      )}
  </ul>`;
}
