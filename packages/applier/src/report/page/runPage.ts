import type { RunRecord } from '../../history/runRecord.ts';
import { age, exactTime } from './age.ts';
import { causeText } from './causeText.ts';
import { changeList } from './changeList.ts';
import { commit, oneLine, shortId } from './commit.ts';
import { details } from './details.ts';
import { document } from './document.ts';
import { count, duration, number } from './durations.ts';
import { faults } from './faults.ts';
import { html, type Html } from './html.ts';
import { outcomeCounts, outcomeText } from './outcomeCounts.ts';
import { pathOf } from './pathOf.ts';
import { portion, rest } from './portion.ts';
import { roomFor } from './roomFor.ts';
import { runSentence } from './runSentence.ts';
import { runWord } from './runWord.ts';
import { stateBadge, tones } from './stateBadge.ts';
import { timeline } from './timeline.ts';
import { verdictBand } from './verdictBand.ts';
import type { View } from './view.ts';

export type AskedOfRun = { errors?: number; warnings?: number; changes?: number };

/** One run: how it ended, what changed, every error, and where its time went. */
export function runPage(run: RunRecord, view: View, asked: AskedOfRun = {}): string {
  const path = pathOf(run.environment, 'runs', run.id);
  const word = runWord(run);
  const sentence = runSentence(run);
  const room = roomFor({ ...run, others: run.changes, details: [run.notes, run.skipped] }, 28_000);
  const main = html`
    ${verdictBand(tones[word], [sentence, ' ', stateBadge(word)], {
      reason: `${causeText(run)}, ${exactTime(Date.parse(run.startedAt))}`,
      state: word,
    })}
    <div class="card">${commit(run.publication, view.now)}</div>
    ${faults(run, { path, errorsFrom: asked.errors ?? 1, warningsFrom: asked.warnings ?? 1, bytes: room.errors, warningBytes: room.warnings })}
    <section class="card run" aria-labelledby="run-title">
      <h2 id="run-title">Where the time went</h2>
      ${facts(run, view.now)} ${timeline(run)} ${outcomeCounts(run.counts)}
    </section>
    ${changed(run, path, { from: asked.changes ?? 1, bytes: room.others })}
    ${details(run, { now: view.now, bytes: room.details })}
  `;
  const trail = [
    { text: 'Runs', path: pathOf(run.environment, 'runs') },
    { text: run.id, path },
  ];
  return document({ title: sentence, tone: tones[word], environment: run.environment, trail, main }, view);
}

function facts(run: RunRecord, now: number): Html {
  const { startedAt, endedAt, requests, objects, cause, repeated, rollback } = run;
  const deliveries = cause?.deliveries ?? [];
  return html`<p class="facts">
    ${endedAt !== undefined && html`<span><b>${duration(Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)))}</b> from start to end</span>`}
    <span>started ${age(startedAt, now)}</span>
    ${requests !== undefined && html`<span>${count(requests, 'request')}</span>`}
    ${objects !== undefined && html`<span>${count(objects, 'manifest')}</span>`}
    ${rollback !== undefined && html`<span>applied <code title=${rollback.commit}>${shortId(rollback.commit)}</code> in its place</span>`}
    ${repeated !== undefined && html`<span>the same ${number(repeated.times)} times since ${age(repeated.since, now)}</span>`}
    ${deliveries.length > 0 && html`<span>delivery <code>${deliveries.slice(-3).map(oneLine).join(', ')}</code></span>`}
    <span>tree <code title=${run.publication.tree}>${shortId(run.publication.tree)}</code></span>
  </p>`;
}

function changed(
  { changes, counts, more }: RunRecord,
  path: string,
  { from, bytes }: { from: number; bytes: number },
): Html {
  if (changes.length === 0) return html`<p class="muted">${outcomeText(counts)} in the cluster.</p>`;
  const shown = portion(changes, { from, most: 100, bytes, each: 130 });
  return html`<section class="card" id="changes" aria-labelledby="changes-title">
    <h2 id="changes-title">What changed</h2>
    ${changeList(shown.items)} ${rest(shown, path, 'changes', more?.changes)}
  </section>`;
}
