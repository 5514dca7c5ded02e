/** `24 ms`, `1,240 ms`, `12.4 s`, `3 min 20 s`: milliseconds as long as they say something. */
export function duration(ms: number): string {
  if (ms < 10_000) return `${number(Math.round(ms))} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${number(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

/** 12,345 */
export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** `3 errors`, `1 error` */
export function count(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}
