import type { Cost, Row } from './row.ts';

const head = '| what | size | median | p99 | min–max | floor in the same run | ratio | bar | met |';
const rule = '|---|---|---|---|---|---|---|---|---|';

/** The rows for people, as a Markdown table. */
export function table(rows: readonly Row[]): string {
  return [head, rule, ...rows.map(line)].join('\n');
}

/** What the work cost, for the rows where that was measured; undefined when it was nowhere. */
export function costTable(rows: readonly Row[]): string | undefined {
  const measured = rows.flatMap((one) => (one.cost === undefined ? [] : [{ ...one, cost: one.cost }]));
  if (measured.length === 0) return undefined;
  const lines = measured.map(({ what, size, cost }) => `| ${what} | ${size} | ${cpuOf(cost)} | ${requestsOf(cost)} |`);
  return ['| what | size | CPU, milliseconds | requests to the API server |', '|---|---|---|---|', ...lines].join('\n');
}

function line({ what, size, unit, median, p99, min, max, floor, ratio, bar, met }: Row): string {
  const promise = Object.entries(bar ?? {}).map(([name, value]) => `${name} ≤ ${value}`);
  const cells = [
    what,
    size,
    `${median} ${unit}`,
    `${p99} ${unit}`,
    `${min}–${max} ${unit}`,
    floor ? `${floor.name}: ${floor.median} ${unit}` : '',
    ratio ?? '',
    promise.join(', '),
    met === undefined ? '' : met ? 'yes' : '**no**',
  ];
  return `| ${cells.join(' | ')} |`;
}

function cpuOf({ cpu }: Cost): string {
  return Object.entries(cpu)
    .map(([name, ms]) => `${name} ${Math.round(ms)}`)
    .join(', ');
}

function requestsOf({ requests }: Cost): string {
  const sent = Object.entries(requests).filter(([, count]) => count > 0);
  return sent.length === 0 ? 'none' : sent.map(([verb, count]) => `${verb} ${count}`).join(', ');
}
