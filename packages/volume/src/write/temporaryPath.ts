import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { temporaryDirectory } from '../format/layout.ts';

const writer = randomBytes(6).toString('hex');
let count = 0;

/** A path in `tmp/` that nobody uses, also not another process: from there a rename puts things in place at once. */
export function temporaryPath(root: string): string {
  count += 1;
  return join(root, temporaryDirectory, `${writer}-${count}`);
}
