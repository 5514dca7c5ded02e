/** Turns offsets in `text` into line and column, both from 1; the column counts UTF-16 code units, as editors do. */
export function lineColumn(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0, ...text.matchAll(/\r\n|\n|\r/g).map((lineBreak) => lineBreak.index + lineBreak[0].length)];
  return (offset) => {
    // Many faults in a long file: a search through all lines for each would take seconds.
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? Infinity) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
