type List = readonly unknown[] | undefined;

type Lists = {
  errors?: List;
  warnings?: List;
  /** What was done, or waits to be done. */
  others?: List;
  /** Lists that explain and are no fault. */
  details: readonly List[];
};

/** Bytes that each list may take. */
export type Room = { errors: number; warnings: number; others: number; details: number };

/** Shares the bytes of a page among its lists by their weight, so that all of it stays below 60 KB; an empty one needs none. */
export function roomFor({ errors, warnings, others, details }: Lists, bytes: number): Room {
  const weight = { errors: weigh(errors, 8), warnings: weigh(warnings, 3), others: weigh(others, 5) };
  const explaining = details.reduce((sum, list) => sum + weigh(list, 1), 0);
  const share = bytes / Math.max(1, weight.errors + weight.warnings + weight.others + explaining);
  return {
    errors: weight.errors * share,
    warnings: weight.warnings * share,
    others: weight.others * share,
    details: share,
  };
}

function weigh(list: List, weight: number): number {
  return (list?.length ?? 0) > 0 ? weight : 0;
}
