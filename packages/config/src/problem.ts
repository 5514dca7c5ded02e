/** One fault of a configuration file. */
export type Problem = {
  file: string;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 code units, as editors count. */
  column: number;
  /** Path of the setting, e.g. `environments[0].gate`; `''` when the fault is the file's. */
  setting: string;
  /** What was expected and what is there, on one line, without secrets. */
  message: string;
};

/** One line for a person: `couplet.yaml:7:11: environments[0].gate: expected all or each, found "al"`. */
export function formatProblem(problem: Problem): string {
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  return problem.setting === '' ? `${place}: ${problem.message}` : `${place}: ${problem.setting}: ${problem.message}`;
}
