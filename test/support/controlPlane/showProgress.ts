/** Takes one line of progress; `passing` when the next line replaces it, as a count does. */
export type ShowProgress = (line: string, passing?: boolean) => void;

type Output = { write(text: string): unknown; readonly isTTY?: boolean; readonly columns?: number };

/** Passing lines update one line of a terminal; elsewhere one is written every few seconds. */
export function showProgress(output: Output, options: { now?: () => number; every?: number } = {}): ShowProgress {
  const { now = Date.now, every = 5000 } = options;
  let nextPassing = -Infinity;
  return (line, passing = false) => {
    if (output.isTTY === true) {
      // A passing line that wraps could not be replaced.
      const text = passing ? line.slice(0, (output.columns ?? 80) - 1) : `${line}\n`;
      output.write(`\r\u001b[K${text}`);
    } else if (!passing || now() >= nextPassing) {
      if (passing) nextPassing = now() + every;
      output.write(`${line}\n`);
    }
  };
}
