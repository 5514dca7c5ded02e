/** A tree object that git may hold but that the volume does not accept. `tree` is its id, `entry` the name as far as it can be shown. */
export class MalformedTreeError extends Error {
  override readonly name = 'MalformedTreeError';
  readonly tree: string;
  readonly entry: string;

  constructor(tree: string, entry: string, rule: string) {
    super(`Cannot read tree ${tree}: ${rule}, found ${JSON.stringify(entry)}`);
    this.tree = tree;
    this.entry = entry;
  }
}
