import type { RunSummary } from '../../history/runRecord.ts';
import { exactTime } from './age.ts';
import { shortId } from './commit.ts';
import { count } from './durations.ts';
import { html, type Html } from './html.ts';
import { outcomeText } from './outcomeCounts.ts';
import { pathOf } from './pathOf.ts';
import { runWord } from './runWord.ts';
import { tones, type Tone } from './stateBadge.ts';

const mostSmall = 20;

/** The last runs as a row of marks, the newest on the right; each leads to its run. `runs`: newest first. */
export function strip(runs: readonly RunSummary[]): Html {
  return html`<ol class="strip" aria-label=${`The last ${count(runs.length, 'run')}, oldest first`}>
    ${runs.toReversed().map(
      (run) =>
        html`<li>
          <a class=${markOf(run)} href=${pathOf(run.environment, 'runs', run.id)} title=${titleOf(run)}></a>
        </li>`,
    )}
  </ol>`;
}

/** The same, small and without links: how the last 20 runs went, for a page that shows many environments. */
export function smallStrip(runs: readonly RunSummary[]): Html | null {
  const shown = runs.slice(0, mostSmall).toReversed();
  if (shown.length === 0) return null;
  const bad = shown.filter((run) => tones[runWord(run)] === 'bad').length;
  const label = `${count(shown.length, 'run')}, ${bad === 0 ? 'none' : bad} of them failed or degraded`;
  const marks = Map.groupBy(shown.entries(), ([, run]) => tones[runWord(run)]);
  return html`<svg class="small" viewBox="0 0 140 18" role="img" aria-label=${label}>
    ${[...marks].map(
      ([tone, entries]) =>
        html`<path
          class=${tone}
          d=${entries.map(([index, run]) => `M${(mostSmall - shown.length + index) * 7 + 3} 18${line(tone, isQuiet(run))}`).join('')}
        />`,
    )}
  </svg>`;
}

/** From the ground up; a gap below or in the middle tells tones apart without their colour. */
function line(tone: Tone, quiet: boolean): string {
  if (tone === 'bad') return 'v-4m0-3v-11';
  if (tone === 'warn') return 'v-8m0-3v-7';
  return quiet ? 'v-5' : 'v-12';
}

/** Its word is its shape and colour; a run that found everything as it should be is a short mark. */
function markOf(run: RunSummary): string {
  const word = runWord(run);
  return `mark ${tones[word]} ${word}${isQuiet(run) ? ' quiet' : ''}`;
}

function isQuiet(run: RunSummary): boolean {
  return tones[runWord(run)] === 'good' && outcomeText(run.counts) === 'nothing changed';
}

function titleOf(run: RunSummary): string {
  const at = exactTime(Date.parse(run.startedAt));
  return `${runWord(run)}: ${shortId(run.commit)} ${clipped(run.subject)}, ${outcomeText(run.counts)}, ${at}`;
}

function clipped(subject: string): string {
  return subject.length > 50 ? `${subject.slice(0, 49)}…` : subject;
}
