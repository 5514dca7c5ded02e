import type { RunSummary } from '../../history/runRecord.ts';
import type { EnvironmentStatus } from '../environmentStatus.ts';
import { age } from './age.ts';
import { count, duration } from './durations.ts';
import { commit, oneLine, shortId } from './commit.ts';
import { faults } from './faults.ts';
import { gitNotice } from './gitNotice.ts';
import { glance } from './glance.ts';
import { heldBrief } from './heldPlan.ts';
import { html, type Html } from './html.ts';
import { outcomeText } from './outcomeCounts.ts';
import { pathOf } from './pathOf.ts';
import { reason } from './reason.ts';
import { sides } from './sides.ts';
import { stateBadge, tones } from './stateBadge.ts';
import { smallStrip } from './strip.ts';
import { timeline } from './timeline.ts';
import type { View } from './view.ts';

/** An environment with its last runs, newest first. */
export type Shown = { status: EnvironmentStatus; runs: readonly RunSummary[] };

/** An environment among others: in full with `bytes` of errors, or as one line without them. */
export function environmentCard({ status, runs }: Shown, view: View, bytes: number | undefined): Html {
  const { name } = status;
  const { word, tone } = glance(status);
  const id = `environment-${name}`;
  return html`<article
    class=${`card environment ${tone}${bytes === undefined ? ' line' : ''}`}
    id=${id}
    aria-labelledby=${`${id}-name`}
  >
    <header>
      <h2 id=${`${id}-name`}><a href=${pathOf(name)}>${name}</a></h2>
      ${bytes === undefined && brief(status, view)} ${smallStrip(runs)} ${stateBadge(word)}
    </header>
    ${bytes !== undefined && body({ status, runs }, view, bytes)}
  </article>`;
}

function brief({ published }: Shown['status'], { now }: View): Html | false {
  return (
    published !== undefined &&
    html`<p class="brief">
      <code title=${published.commit}>${shortId(published.commit)}</code> <span>${oneLine(published.subject)}</span>
      ${age(published.committedAt, now)}
    </p>`
  );
}

function body({ status, runs }: Shown, view: View, bytes: number): Html {
  const { name, state, published, ref, suspension } = status;
  const isEqual = tones[state] === 'good' && published !== undefined;
  const earlier = state === 'running' ? ' of the run before' : '';
  return html`
    <p class="reason">${reason(status)}</p>
    ${gitNotice(status, view.now, 600)}
    ${suspension?.reason !== undefined && html`<p class="quoted">${oneLine(suspension.reason)}</p>`}
    ${!isEqual && sides(status, view.now)}
    ${faults(status, { path: pathOf(name), most: 5, bytes, warningBytes: (status.errors?.length ?? 0) > 0 ? 0 : bytes, scope: `${name}-`, earlier })}
    ${heldBrief(status)}
    ${
      isEqual
        ? html`<div class="two">
            ${commit({ ...published, ...(ref !== undefined && { ref }) }, view.now)} ${lastRun({ status, runs }, view)}
          </div>`
        : lastRun({ status, runs }, view)
    }
  `;
}

function lastRun({ status, runs }: Shown, { now }: View): Html | null {
  const { run, startedAt, endedAt, counts, objects } = status;
  if (run === undefined || startedAt === undefined) return null;
  const pushed = runs.find(({ id }) => id === run)?.pushToAppliedMs;
  return html`<section class="run">
    <p class="facts">
      ${pushed !== undefined && html`<span><b>${duration(pushed)}</b> from push to applied</span>`}
      <a href=${pathOf(status.name, 'runs', run)}>${endedAt === undefined ? 'this run' : 'last run'}</a>
      <span>${endedAt === undefined ? html`began ${age(startedAt, now)}` : html`ended ${age(endedAt, now)}`}</span>
      ${counts !== undefined && html`<span>${outcomeText(counts)}${objects !== undefined && ` of ${count(objects, 'object')}`}</span>`}
    </p>
    ${timeline(status)}
  </section>`;
}
