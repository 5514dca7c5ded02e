import type { EnvironmentStatus } from '../environmentStatus.ts';
import { age } from './age.ts';
import { causeText } from './causeText.ts';
import { count, duration } from './durations.ts';
import { html, type Html } from './html.ts';
import { outcomeCounts } from './outcomeCounts.ts';
import { pathOf } from './pathOf.ts';
import type { RunSummary } from '../../history/runRecord.ts';
import { timeline } from './timeline.ts';
import type { View } from './view.ts';

/** How the run went, or goes on; `earlier` is said of what is still of the run before. */
export function lastRun(
  { status, runs }: { status: EnvironmentStatus; runs: readonly RunSummary[] },
  { now }: View,
  earlier: string,
): Html | null {
  const { run, trigger, startedAt, endedAt, requests, counts, stages = [] } = status;
  if (run === undefined || startedAt === undefined || trigger === undefined) return null;
  const first = trigger === 'publication' ? stages[0]?.at : undefined;
  const whole = endedAt === undefined ? undefined : Date.parse(endedAt) - Date.parse(first ?? startedAt);
  return html`<section class="card run" aria-labelledby="run-title">
    <h2 id="run-title">
      <a href=${pathOf(status.name, 'runs', run)}>${endedAt === undefined ? 'This run' : 'Last run'}</a>
    </h2>
    <p class="facts">
      ${whole !== undefined && html`<span><b>${duration(whole)}</b> ${spanOf(status)}</span>`}
      <span>${endedAt === undefined ? html`started ${age(startedAt, now)}` : html`ended ${age(endedAt, now)}`}</span>
      <span>${causeText(runs.find(({ id }) => id === run) ?? { trigger })}</span>
      ${endedAt !== undefined && requests !== undefined && html`<span>${count(requests, 'request')}</span>`}
    </p>
    ${timeline(status)}
    ${
      counts !== undefined &&
      html`<h3 class=${earlier === '' ? 'unseen' : ''}>Outcomes${earlier}</h3>
        ${outcomeCounts(counts)}`
    }
  </section>`;
}

/** From where to where the duration of the run counts. */
function spanOf({ stages = [], state, trigger }: EnvironmentStatus): string {
  const end = stages.some(({ stage }) => stage === 'applied') ? 'applied' : state === 'suspended' ? 'ended' : 'its end';
  return `from ${(trigger === 'publication' && stages[0]?.stage) || 'start'} to ${end}`;
}
