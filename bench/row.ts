import { percentile } from '../test/support/percentile.ts';

/** One line of the tables; the shape of `npm run bench -- --json`. */
export type Row = {
  area: string;
  what: string;
  /** Manifests in the repository. */
  size: number;
  unit: 'ms' | 'MiB' | 'requests';
  median: number;
  p99: number;
  min: number;
  max: number;
  /** The floor or peer that was measured in the same run, and its median. */
  floor?: { name: string; median: number };
  /** median / floor.median */
  ratio?: number;
  /** What docs promise: at most these. */
  bar?: { median?: number; p99?: number; ratio?: number };
  met?: boolean;
};

type Measured = Pick<Row, 'area' | 'what' | 'size'> & {
  /** `ms` if absent. */
  unit?: Row['unit'];
  values: number[];
  floor?: { name: string; values: number[] };
  bar?: Row['bar'];
};

export function row({ values, floor, bar, unit = 'ms', ...what }: Measured): Row {
  const median = percentile(values, 50);
  const p99 = percentile(values, 99);
  const base = floor && { name: floor.name, median: percentile(floor.values, 50) };
  const ratio = base && median / base.median;
  const met =
    bar &&
    median <= (bar.median ?? Infinity) &&
    p99 <= (bar.p99 ?? Infinity) &&
    (ratio ?? 0) <= (bar.ratio ?? Infinity);
  return {
    ...what,
    unit,
    median: round(median),
    p99: round(p99),
    min: round(Math.min(...values)),
    max: round(Math.max(...values)),
    ...(base && { floor: { name: base.name, median: round(base.median) } }),
    ...(ratio !== undefined && { ratio: Math.round(ratio * 100) / 100 }),
    ...(bar && { bar }),
    ...(met !== undefined && { met }),
  };
}

/** The rows for people, as a Markdown table. */
export function table(rows: Row[]): string {
  const head =
    '| what | manifests | median | p99 | min–max | floor in the same run | ratio | bar | met |\n|---|---|---|---|---|---|---|---|---|';
  const lines = rows.map(({ what, size, unit, median, p99, min, max, floor, ratio, bar, met }) => {
    const promise =
      bar &&
      Object.entries(bar)
        .map(([name, value]) => `${name} ≤ ${value}`)
        .join(', ');
    const cells = [
      what,
      size,
      `${median} ${unit}`,
      `${p99} ${unit}`,
      `${min}–${max} ${unit}`,
      floor ? `${floor.name}: ${floor.median} ${unit}` : '',
      ratio ?? '',
      promise ?? '',
      met === undefined ? '' : met ? 'yes' : 'no',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [head, ...lines].join('\n');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
