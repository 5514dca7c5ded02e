import type { RunTrigger } from '../../history/runRecord.ts';
import type { Stage, StageName } from '../runStages.ts';
import { duration } from './durations.ts';
import { html, type Html } from './html.ts';

export type Timed = { stages?: Stage[]; trigger?: RunTrigger; startedAt?: string; endedAt?: string };

type Part = { name: StageName | 'ended'; ms: number };

/** In percent of the bar: a stage of a millisecond stays visible beside one of a second. */
const leastShare = 1;

/** The stages of a run as one bar in proportion, and the same as text. */
export function timeline(run: Timed): Html | null {
  const parts = withShares(partsOf(run));
  if (parts.length === 0) return null;
  let x = 0;
  const bars = parts.map(({ name, ms, share }) => {
    const bar = html`<rect class=${`stage ${name}`} x=${`${x}%`} width=${`${share}%`} height="100%">
      <title>${`${name} ${duration(ms)}`}</title>
    </rect>`;
    x = round(x + share);
    return bar;
  });
  return html`<div class="timeline">
    <svg class="bar" width="100%" height="14" aria-hidden="true">${bars}</svg>
    <ol>
      ${beginning(run)}
      ${parts.map(
        ({ name, ms }) =>
          html`<li>
            <svg class="key" width="10" height="10" aria-hidden="true">
              <rect class=${`stage ${name}`} width="10" height="10" />
            </svg>
            <span>${name}</span> <b>${duration(ms)}</b>
          </li>`,
      )}
    </ol>
  </div>`;
}

/** Each stage with what it took; a run that did not apply ends with the time from its last stage to its end. */
function partsOf({ stages = [], trigger, startedAt, endedAt }: Timed): Part[] {
  // Nothing comes before the first stage of a publication: it is the left edge of the bar.
  const parts: Part[] = (trigger === 'publication' ? stages.slice(1) : stages).map(({ stage, ms }) => ({
    name: stage,
    ms,
  }));
  const last = stages.at(-1);
  if (endedAt === undefined || last?.stage === 'applied' || last?.stage === 'healthy') return parts;
  const from = last?.at ?? startedAt ?? endedAt;
  return [...parts, { name: 'ended', ms: Math.max(0, Date.parse(endedAt) - Date.parse(from)) }];
}

/** The left edge of the bar: the first stage of a publication, by the clock. */
function beginning({ stages: [first] = [], trigger }: Timed): Html | false {
  if (first === undefined || trigger !== 'publication') return false;
  return html`<li>
    <span>${first.stage}</span> <time datetime=${first.at} title=${first.at}>${first.at.slice(11, 23)}</time>
  </li>`;
}

/** Shares of 100, none below the least; a run that took no measurable time is divided evenly. */
function withShares(parts: Part[]): (Part & { share: number })[] {
  const total = parts.reduce((sum, { ms }) => sum + ms, 0);
  const remaining = 100 - leastShare * parts.length;
  return parts.map((part) => {
    const proportion = total === 0 ? 1 / parts.length : part.ms / total;
    return { ...part, share: round(leastShare + proportion * remaining) };
  });
}

function round(percent: number): number {
  return Math.round(percent * 1000) / 1000;
}
