import type { RunSummary } from '../../history/runRecord.ts';
import { age, ageText } from './age.ts';
import { causeText } from './causeText.ts';
import { clipped } from './clipped.ts';
import { oneLine, shortId } from './commit.ts';
import { duration, number } from './durations.ts';
import { place } from './errors.ts';
import { html, type Html } from './html.ts';
import { outcomeText } from './outcomeCounts.ts';
import { pathOf } from './pathOf.ts';
import { runWord } from './runWord.ts';
import { stateBadge } from './stateBadge.ts';

/** Runs by the day they began on (UTC), newest first: what changed, by which commit, and why it ran. */
export function runList(runs: readonly RunSummary[], now: number): Html[] {
  const days = Map.groupBy(runs, ({ startedAt }) => startedAt.slice(0, 10));
  return [...days].flatMap(
    ([day, ofDay]) =>
      html`<section>
        <h2 class="day">${dayText(day, now)}</h2>
        <ol class="runs card">
          ${ofDay.map((run) => item(run, now))}
        </ol>
      </section>`,
  );
}

function item(run: RunSummary, now: number): Html {
  const { firstError, repeated, pushToAppliedMs, durationMs } = run;
  const changes = outcomeText(run.counts);
  return html`<li class=${changes === 'nothing changed' && firstError === undefined ? 'quiet' : ''}>
    ${stateBadge(runWord(run))}
    <div>
      <p class="subject">
        <code class="commit-id">${shortId(run.commit)}</code>
        <a href=${pathOf(run.environment, 'runs', run.id)}>${oneLine(run.subject)}</a>
      </p>
      <p class="facts">
        <span>${changes}</span><span>${causeText(run)}</span><span>${oneLine(run.author)}</span>
        ${repeated !== undefined && html`<span>the same ${number(repeated.times)} times since ${age(repeated.since, now)}</span>`}
      </p>
      ${
        firstError !== undefined &&
        html`<p class="message bad">
          ${firstError.file !== undefined && html`<code>${place(clipped(firstError.file, 200), firstError.line)}</code> `}${clipped(firstError.message, 300)}
        </p>`
      }
    </div>
    <p class="when">
      ${age(run.startedAt, now)}
      ${pushToAppliedMs !== undefined ? html`<b>${duration(pushToAppliedMs)}</b>` : durationMs !== undefined && html`<span>${duration(durationMs)}</span>`}
    </p>
  </li>`;
}

function dayText(day: string, now: number): string {
  const daysAgo = Math.round((Date.parse(new Date(now).toISOString().slice(0, 10)) - Date.parse(day)) / 86_400_000);
  if (Number.isNaN(daysAgo)) return day;
  if (daysAgo === 0) return 'Today';
  return daysAgo === 1 ? 'Yesterday' : `${day}, ${ageText(Date.parse(day), now)}`;
}
