import type { RunSummary } from '../../history/runRecord.ts';
import { duration } from './durations.ts';
import { html, type Html } from './html.ts';

/** In pixels; across it is as wide as there is room. */
const height = 96;
const marks = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/**
 * From push to applied over time, oldest first, on a logarithmic scale: a push of a minute leaves those of 50 ms apart
 * from one another. `runs`: newest first.
 */
export function chart(runs: readonly RunSummary[]): Html | null {
  const points = runs.toReversed().flatMap(({ pushToAppliedMs }) => pushToAppliedMs ?? []);
  const newest = points.at(-1);
  if (newest === undefined) return null;
  const sorted = points.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? newest;
  const slowest = sorted.at(-1) ?? newest;
  const text = { newest: duration(newest), middle: duration(middle), slowest: duration(slowest) };
  return html`<figure class="chart">
    <figcaption class="facts">
      <span>newest <b>${text.newest}</b></span
      ><span>median <b>${text.middle}</b></span>
      <span>slowest <b>${text.slowest}</b></span>
    </figcaption>
    <div
      class="plot"
      role="img"
      aria-label=${`Push to applied, the last ${points.length}: newest ${text.newest}, median ${text.middle}, slowest ${text.slowest}`}
    >
      ${drawing(points)}
    </div>
  </figure>`;
}

function drawing(points: number[]): Html[] {
  const [fastest, slowest] = [Math.min(...points), Math.max(...points)];
  const low = marks.findLast((mark) => mark <= Math.max(1, fastest)) ?? 1;
  const high = marks.find((mark) => mark >= slowest && mark > low) ?? slowest;
  const y = (ms: number): number =>
    round(height - 10 - ((height - 20) * Math.log(Math.max(low, ms) / low)) / Math.log(high / low));
  const at = points.map((ms, index) => `${round(1 + ((index + 0.5) * 98) / points.length)} ${y(ms)}`);
  const lines = marks.filter((mark) => mark >= low && mark <= high);
  // A line without length and with round ends is a dot, however the drawing is stretched.
  return [
    html`<svg width="52" height=${height}>
      ${lines.map((mark) => html`<text x="44" y=${y(mark) + 4} text-anchor="end">${short(mark)}</text>`)}
    </svg>`,
    html`<svg class="graph" height=${height} viewBox=${`0 0 100 ${height}`} preserveAspectRatio="none">
      <path d=${lines.map((mark) => `M0 ${y(mark)}H100`).join('')} />
      <path class="steps" d=${`M${at.join('L')}`} />
      <path class="dots" d=${at.map((point) => `M${point}h0`).join('')} />
      <path class="newest" d=${`M${at.at(-1)}h0`} />
    </svg>`,
  ].flat();
}

/** `100 ms`, `10 s`, `17 min` */
function short(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  return ms < 60_000 ? `${ms / 1000} s` : `${Math.round(ms / 60_000)} min`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
