import { objectHealths, type ObjectHealth, type ObjectPage } from '../../objects/objectRow.ts';
import { number } from './durations.ts';
import { html, type Html } from './html.ts';
import { pathOf } from './pathOf.ts';
import { symbol } from './symbol.ts';
import type { Tone } from './stateBadge.ts';

export const healthTones: Record<ObjectHealth, Tone> = {
  failed: 'bad',
  missing: 'bad',
  terminating: 'warn',
  progressing: 'busy',
  unknown: 'idle',
  current: 'good',
};

/** The objects of an environment by health: a bar in proportion, and the numbers, each of which leads to its objects. */
export function healthBar(name: string, { total, byHealth }: Pick<ObjectPage, 'total' | 'byHealth'>): Html | null {
  if (total === 0) return null;
  const shown = objectHealths.filter((health) => byHealth[health] > 0).toReversed();
  let x = 0;
  return html`<div class="healths">
    <svg class="bar" width="100%" height="14" aria-hidden="true">
      ${shown.map((health) => {
        // One that failed among ten thousand is still seen.
        const share = 1 + ((100 - shown.length) * byHealth[health]) / total;
        const bar = html`<rect
          class=${`fill ${healthTones[health]}`}
          x=${`${x.toFixed(2)}%`}
          width=${`${share.toFixed(2)}%`}
          height="100%"
        />`;
        x += share;
        return bar;
      })}
    </svg>
    <ul>
      ${shown.toReversed().map(
        (health) =>
          html`<li class=${healthTones[health]}>
            <a href=${`${pathOf(name, 'objects')}?health=${health}`}
              >${healthMark(health)} <b>${number(byHealth[health])}</b></a
            >
          </li>`,
      )}
    </ul>
  </div>`;
}

/** The health of an object as symbol, word and colour. */
export function healthMark(health: ObjectHealth): Html {
  const name = health === 'current' ? 'applied' : health;
  return html`<span class=${`mark-text ${healthTones[health]}`}>${symbol(name)}<span>${health}</span></span>`;
}
