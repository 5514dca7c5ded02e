/** What a setting says of itself to a person. */
export type Words = {
  /** Short, for the table of settings: `host:port`. */
  type: string;
  /** For messages, after "expected": `host:port, such as 0.0.0.0:8080`. */
  expected: string;
  /** What leaving it out means, for a setting that has no default value. */
  absent?: string;
  /** How messages show a refused value that may hold a secret: a token where a path belongs, a password in a URL. */
  secret?: 'unless a path' | 'in a URL';
};
