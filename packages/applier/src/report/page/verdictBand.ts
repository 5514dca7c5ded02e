import { html, type Html } from './html.ts';
import type { Tone } from './stateBadge.ts';
import { symbol, type SymbolName } from './symbol.ts';

const symbols: Record<Tone, SymbolName> = {
  good: 'applied',
  bad: 'failed',
  warn: 'held',
  busy: 'running',
  idle: 'waiting',
};

/** The answer of a page, in its colour, with its reason below; `state` is its symbol where there is one. */
export function verdictBand(
  tone: Tone,
  headline: (string | Html)[],
  { reason, state = symbols[tone] }: { reason?: string; state?: SymbolName } = {},
): Html {
  return html`<div class=${`verdict ${tone}`}>
    <span class="disc">${symbol(state)}</span>
    <div>
      <h1>${headline.flat()}</h1>
      ${reason !== undefined && html`<p class="reason">${reason}</p>`}
    </div>
  </div>`;
}
