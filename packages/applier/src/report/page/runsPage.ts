import type { RunSummary } from '../../history/runRecord.ts';
import type { EnvironmentStatus } from '../environmentStatus.ts';
import { document } from './document.ts';
import { glance } from './glance.ts';
import { html } from './html.ts';
import { pathOf } from './pathOf.ts';
import { portion, rest } from './portion.ts';
import { runList } from './runList.ts';
import { stateBadge } from './stateBadge.ts';
import { strip } from './strip.ts';
import { toolbar } from './toolbar.ts';
import type { View } from './view.ts';

/** The last runs of an environment, newest first: what changed, when, and by which commit. */
export function runsPage(status: EnvironmentStatus, runs: readonly RunSummary[], view: View, from = 1): string {
  const { name } = status;
  const { word, tone } = glance(status);
  const path = pathOf(name, 'runs');
  const shown = portion(runs, { from, most: 25, bytes: 24_000 });
  const main = html`
    <div class="heading">
      <h1>Runs of ${name}</h1>
      ${stateBadge(word)}
    </div>
    ${toolbar(status, 'runs', view)}
    ${
      runs.length === 0
        ? html`<p class="muted">No run is known yet. The last 50 are kept, also over restarts.</p>`
        : html`<div class="card">${strip(runs)}</div>
            ${runList(shown.items, view.now)} ${rest(shown, path, 'from')}`
    }
  `;
  const trail = [{ text: 'Runs', path }];
  return document({ title: `Runs of ${name}`, tone, environment: name, trail, main }, view);
}
