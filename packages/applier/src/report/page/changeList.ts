import type { Change } from '../../history/runRecord.ts';
import type { Tone } from './stateBadge.ts';
import type { Outcome } from '../../events.ts';
import { clipped } from './clipped.ts';
import { place } from './errors.ts';
import { html, type Html } from './html.ts';
import { symbol } from './symbol.ts';

const outcomeTones: Record<Outcome, Tone> = {
  created: 'good',
  configured: 'busy',
  unchanged: 'idle',
  deleted: 'warn',
  skipped: 'idle',
  held: 'warn',
  failed: 'bad',
};

/** What a run did, object by object, in the order it happened. */
export function changeList(changes: readonly Change[]): Html {
  return html`<ol class="changes">
    ${changes.map(
      ({ id, outcome, file, line, reason }) =>
        html`<li>
          ${outcomeMark(outcome)}
          <code class="id">${clipped(id, 600)}</code>
          ${file !== undefined && html`<code class="muted">${place(clipped(file, 600), line)}</code>`}
          ${reason !== undefined && html`<span class="muted">${clipped(reason, 1000)}</span>`}
        </li>`,
    )}
  </ol>`;
}

/** What became of an object as symbol, word and colour. */
export function outcomeMark(outcome: Outcome): Html {
  return html`<span class=${`mark-text ${outcomeTones[outcome]}`}>${symbol(outcome)}<span>${outcome}</span></span>`;
}
