import type { RunSummary } from '../../history/runRecord.ts';
import { chart } from './chart.ts';
import { count } from './durations.ts';
import { html, type Html } from './html.ts';
import { pathOf } from './pathOf.ts';
import { strip } from './strip.ts';

/** The runs before: how they ended, and how long each push took to be applied. */
export function historyCard(name: string, runs: readonly RunSummary[]): Html | null {
  if (runs.length === 0) return null;
  const drawn = chart(runs);
  return html`<div class="columns">
    <section class="card" aria-labelledby="history-title">
      <h2 id="history-title">
        <a href=${pathOf(name, 'runs')}
          >${runs.length === 1 ? 'The last run' : `The last ${count(runs.length, 'run')}`}</a
        >
      </h2>
      ${strip(runs)}
      <p class="legend facts" aria-hidden="true">
        <span><i class="mark good applied"></i> changed the cluster</span>
        <span><i class="mark good quiet"></i> found nothing to do</span>
        <span><i class="mark warn held"></i> held or rolled back</span>
        <span><i class="mark bad failed"></i> failed or degraded</span>
      </p>
    </section>
    ${
      drawn !== null &&
      html`<section class="card" aria-labelledby="chart-title">
        <h2 id="chart-title">Push to applied</h2>
        ${drawn}
      </section>`
    }
  </div>`;
}
