import { percentile } from '../test/support/percentile.ts';

/** One line of the tables; the shape of `npm run bench -- --json`. */
export type Row = {
  area: string;
  what: string;
  /** Manifests, files or objects. */
  size: number;
  /** `power`: the k of n^k by which a cost grows. */
  unit: 'ms' | 'MiB' | 'requests' | 'runs' | 'power';
  median: number;
  p99: number;
  min: number;
  max: number;
  /** The floor or peer that was measured in the same run, and its median. */
  floor?: { name: string; median: number };
  /** median / floor.median */
  ratio?: number;
  /** What DESIGN promises: at most these. */
  bar?: { median?: number; p99?: number; ratio?: number };
  met?: boolean;
  /** What one of them took. */
  cost?: Cost;
};

/** Milliseconds of CPU by process, and requests to the API server by verb. */
export type Cost = { cpu: Record<string, number>; requests: Record<string, number> };

type Measured = Pick<Row, 'area' | 'what' | 'size' | 'cost'> & {
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

function round(value: number): number {
  return Math.abs(value) < 10 ? Math.round(value * 100) / 100 : Math.round(value * 10) / 10;
}
