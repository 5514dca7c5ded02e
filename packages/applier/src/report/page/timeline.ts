import type { EnvironmentStatus } from '../environmentStatus.ts';
import type { StageName } from '../runStages.ts';
import { duration } from './durations.ts';
import { html, type Html } from './html.ts';

type Timed = { name: StageName | 'ended'; ms: number };
type Part = Timed & { share: number };

/** In percent of the bar: a stage of a millisecond stays visible beside one of a second. */
const leastShare = 1;

/** The stages of a run as one bar in proportion, and the same as text. */
export function timeline(status: EnvironmentStatus): Html | null {
  const parts = withShares(partsOf(status));
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
    <svg class="bar" width="100%" height="12" aria-hidden="true">${bars}</svg>
    <ol>
      ${beginning(status)}
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
function partsOf({ stages = [], trigger, startedAt, endedAt }: EnvironmentStatus): Timed[] {
  // Nothing comes before the first stage of a publication: it is the left edge of the bar.
  const parts: Timed[] = (trigger === 'publication' ? stages.slice(1) : stages).map(({ stage, ms }) => ({
    name: stage,
    ms,
  }));
  const last = stages.at(-1);
  if (endedAt === undefined || last?.stage === 'applied' || last?.stage === 'healthy') return parts;
  const from = last?.at ?? startedAt ?? endedAt;
  return [...parts, { name: 'ended', ms: Math.max(0, Date.parse(endedAt) - Date.parse(from)) }];
}

/** The left edge of the bar: the first stage of a publication, by the clock. */
function beginning({ stages: [first] = [], trigger }: EnvironmentStatus): Html | false {
  if (first === undefined || trigger !== 'publication') return false;
  return html`<li>
    <span>${first.stage}</span> <time datetime=${first.at} title=${first.at}>${first.at.slice(11, 23)}</time>
  </li>`;
}

/** Shares of 100, none below the least; a run that took no measurable time is divided evenly. */
function withShares(parts: Timed[]): Part[] {
  const total = parts.reduce((sum, { ms }) => sum + ms, 0);
  const rest = 100 - leastShare * parts.length;
  return parts.map((part) => {
    const proportion = total === 0 ? 1 / parts.length : part.ms / total;
    return { ...part, share: round(leastShare + proportion * rest) };
  });
}

function round(percent: number): number {
  return Math.round(percent * 1000) / 1000;
}
