import type { TreeId } from '../format/ids.ts';

/** Something of a tree is not what its id says. `file` is below the volume's root; `tree` is the directory it belongs to. */
export class DamagedTreeError extends Error {
  override readonly name = 'DamagedTreeError';
  readonly file: string;
  readonly tree: TreeId;
  readonly problem: string;

  constructor(tree: TreeId, file: string, problem: string, options?: ErrorOptions) {
    super(`Cannot read ${file}: ${problem}`, options);
    this.tree = tree;
    this.file = file;
    this.problem = problem;
  }
}
