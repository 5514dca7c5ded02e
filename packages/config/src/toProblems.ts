import type { Fault } from './fault.ts';
import type { Problem } from './problem.ts';
import { printable } from './values/printable.ts';
import { withoutCredentials } from './values/withoutCredentials.ts';

/** More than a person reads; a file of another format would give one for each of its lines. */
const maxProblems = 100;

/** Faults as problems in the order of the file, each place and setting once. */
export function toProblems(
  faults: Fault[],
  file: string,
  placeOf: (offset: number) => { line: number; column: number },
): Problem[] {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const { offset, setting, message } of faults.toSorted((left, right) => left.offset - right.offset)) {
    // What the YAML layer refused, the schema would refuse a second time as a missing value.
    if (seen.has(`${offset} ${setting}`)) continue;
    seen.add(`${offset} ${setting}`);
    problems.push({ file, ...placeOf(offset), setting: printable(withoutCredentials(setting)), message });
  }
  const [first, ...rest] = problems.slice(maxProblems);
  if (first === undefined) return problems;
  return [
    ...problems.slice(0, maxProblems),
    { ...first, setting: '', message: `and ${rest.length + 1} more problems` },
  ];
}
