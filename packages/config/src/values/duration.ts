const millisecondsIn: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const oneDuration = /([0-9]+(?:\.[0-9]{1,3})?)(ms|s|m|h)/g;

/** The written form, as Go's time.ParseDuration has it, from milliseconds to hours; `0` needs no unit. */
export const durationPattern = '^(0|([0-9]+(\\.[0-9]{1,3})?(ms|s|m|h))+)$';

/** Milliseconds of `500ms`, `60s`, `1h30m` or `0`; undefined when the text is no duration. */
export function parseDuration(text: string): number | undefined {
  if (!new RegExp(durationPattern).test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit = ''] of text.matchAll(oneDuration)) total += Number(amount) * (millisecondsIn[unit] ?? 0);
  return Math.round(total);
}

/** The shortest written form: 5400000 is `1h30m`, 0 is `0`. */
export function formatDuration(milliseconds: number): string {
  let rest = milliseconds;
  let text = '';
  for (const unit of ['h', 'm', 's', 'ms']) {
    const size = millisecondsIn[unit] ?? 1;
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text === '' ? '0' : text;
}
