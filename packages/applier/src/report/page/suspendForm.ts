import type { EnvironmentStatus } from '../environmentStatus.ts';
import { html, type Html } from './html.ts';
import { pathOf } from './pathOf.ts';
import { secretField } from './secretField.ts';
import type { View } from './view.ts';

const lengths = [
  ['1h', '1 hour'],
  ['4h', '4 hours'],
  ['24h', '1 day'],
  ['168h', '1 week'],
  ['', 'somebody resumes it'],
] as const;

/** Asks why and for how long; it stands alone on its page, which does not refresh while somebody types. */
export function suspendForm({ name }: EnvironmentStatus, { viewer }: View): Html | null {
  if (viewer.kind !== 'person') return null;
  return html`<form class="card form" id="suspend" method="post" action=${pathOf(name, 'suspend')}>
    <h2>Suspend ${name}</h2>
    <p class="muted">From now on nothing is applied, pruned or corrected. A run that goes on is finished.</p>
    ${secretField(viewer.session)}
    <label for="reason">Why, for whoever looks next</label>
    <input id="reason" name="reason" maxlength="500" autocomplete="off" autofocus />
    <label for="for">Until</label>
    <select id="for" name="for">
      ${lengths.map(([value, text]) => html`<option value=${value}>${text}</option>`)}
    </select>
    <p class="buttons"><button class="strong">Suspend</button><a class="button" href=${pathOf(name)}>Cancel</a></p>
  </form>`;
}
