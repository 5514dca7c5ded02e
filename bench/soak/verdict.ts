export type Verdict = {
  readonly what: string;
  /** `not judged`: the soak was too short to tell growth from what fills up and stays. */
  readonly kind: 'steady' | 'grew' | 'not judged';
  /** Medians of two halves: of what is compared, or of all but the first third where that was too short. */
  readonly before: number;
  readonly after: number;
  readonly peak: number;
  readonly allowed?: number;
  /** The smallest leak that would have been found. */
  readonly finds?: string;
  /** What the figures alone do not tell. */
  readonly note?: string;
};
