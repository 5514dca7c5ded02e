import { outcomes } from '../../events.ts';
import type { EnvironmentStatus } from '../environmentStatus.ts';
import { age } from './age.ts';
import { commit } from './commit.ts';
import { control } from './control.ts';
import { details } from './details.ts';
import { count, duration, number } from './durations.ts';
import { errorCount } from './errorCount.ts';
import { errorList } from './errors.ts';
import { html, type Html } from './html.ts';
import { pathOf } from './pathOf.ts';
import { reason } from './reason.ts';
import { stateBadge, tones } from './stateBadge.ts';
import { timeline } from './timeline.ts';

/** How an environment is shown: `open` unfolds what is folded among others; `host` is where the page is reached. */
export type View = { now: number; open: boolean; host: string };

/** One environment: the answer first, then its reasons, then how the run went. */
export function environment(status: EnvironmentStatus, { now, open, host }: View): Html {
  const { name, state, errors = [], warnings = [] } = status;
  const earlier = state === 'running' ? ' of the run before' : '';
  return html`<article
    id=${anchor(name)}
    class=${`environment ${tones[state]}`}
    aria-labelledby=${`${anchor(name)}-name`}
  >
    <header>
      <h2 id=${`${anchor(name)}-name`}><a href=${pathOf(name)}>${name}</a></h2>
      ${stateBadge(state)}
    </header>
    <p class="reason">${reason(status)}</p>
    ${control(status, { now, host })} ${commit(status, now)}
    ${
      errors.length > 0 &&
      html`<h3>${errorCount(status)}${earlier}</h3>
        ${errorList(errors, 'bad')}`
    }
    ${
      warnings.length > 0 &&
      html`<h3>${count(warnings.length, 'warning')}${earlier}</h3>
        ${errorList(warnings, 'warn')}`
    }
    ${run(status, now)} ${outcomeCounts(status, earlier)} ${details(status, open, now)}
  </article>`;
}

/** The id of an environment on the page of all. */
export function anchor(name: string): string {
  return `environment-${name}`;
}

function run(status: EnvironmentStatus, now: number): Html | null {
  const { run: id, trigger, startedAt, endedAt, requests, stages = [] } = status;
  if (id === undefined || startedAt === undefined) return null;
  const first = trigger === 'publication' ? stages[0]?.at : undefined;
  const whole = endedAt === undefined ? undefined : Date.parse(endedAt) - Date.parse(first ?? startedAt);
  return html`<section class="run">
    <h3>${endedAt === undefined ? 'This run' : 'Last run'}</h3>
    <p class="facts">
      ${whole !== undefined && html`<span><b>${duration(whole)}</b> ${spanOf(status)}</span>`}
      <span>${endedAt === undefined ? html`started ${age(startedAt, now)}` : html`ended ${age(endedAt, now)}`}</span>
      <span>trigger ${trigger}</span>
      ${endedAt !== undefined && requests !== undefined && html`<span>${count(requests, 'request')}</span>`}
      <span>run <code>${id}</code></span>
    </p>
    ${timeline(status)}
  </section>`;
}

/** From where to where the duration of the run counts. */
function spanOf({ stages = [], state, trigger }: EnvironmentStatus): string {
  const end = stages.some(({ stage }) => stage === 'applied') ? 'applied' : state === 'suspended' ? 'ended' : 'its end';
  return `from ${(trigger === 'publication' && stages[0]?.stage) || 'start'} to ${end}`;
}

function outcomeCounts({ counts, objects }: EnvironmentStatus, earlier: string): Html | null {
  if (counts === undefined) return null;
  return html`<section>
    <h3>${objects === undefined ? 'Objects' : count(objects, 'object')}${earlier}</h3>
    <dl class="counts">
      ${outcomes.map(
        (outcome) =>
          html`<div class=${counts[outcome] === 0 ? 'zero' : outcome}>
            <dt>${outcome}</dt>
            <dd>${number(counts[outcome])}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}
