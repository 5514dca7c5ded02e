import { rmSync } from 'node:fs';
import { publicationPath } from '../format/layout.ts';
import { naming } from './naming.ts';

/** Says that an environment is gone from the configuration. Nothing to remove is fine. */
export async function removePublication(root: string, environment: string): Promise<void> {
  const path = publicationPath(root, environment);
  naming(path, () => rmSync(path, { force: true }));
}
