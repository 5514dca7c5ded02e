import { outcomes } from '../../events.ts';
import type { Counts } from '../runFacts.ts';
import { number } from './durations.ts';
import { html, type Html } from './html.ts';

/** What became of the objects of a run, each outcome with its number. */
export function outcomeCounts(counts: Counts): Html {
  return html`<dl class="counts">
    ${outcomes.map(
      (outcome) =>
        html`<div class=${counts[outcome] === 0 ? 'zero' : outcome}>
          <dt>${outcome}</dt>
          <dd>${number(counts[outcome])}</dd>
        </div>`,
    )}
  </dl>`;
}

/** `2 configured, 1 failed`; `nothing changed` when all was as it should be. */
export function outcomeText(counts: Counts): string {
  const changed = outcomes.filter((outcome) => outcome !== 'unchanged' && counts[outcome] > 0);
  if (changed.length === 0) return 'nothing changed';
  return changed.map((outcome) => `${number(counts[outcome])} ${outcome}`).join(', ');
}
