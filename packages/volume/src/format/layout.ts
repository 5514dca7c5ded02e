import { join } from 'node:path';
import type { TreeId } from './ids.ts';

/** The directory, below the volume's root, that holds the publications: the one directory worth watching. */
export const environmentsDirectory = 'environments';
export const treesDirectory = 'trees';
export const temporaryDirectory = 'tmp';
export const formatFile = 'FORMAT';
export const formatLine = 'couplet volume 1\n';

/** Files are named below the volume's root everywhere a person reads them, since each program mounts it elsewhere. */
export const treeFile = (id: TreeId): string => `${treesDirectory}/${id}.tree`;
export const treeDirectory = (id: TreeId): string => `${treesDirectory}/${id}`;
/** The target of the symlink that stands for a sub-directory. */
export const childTarget = (id: TreeId): string => `../${id}`;

/** Names of environments become names of files: 1 to 40 of `a-z`, `0-9`, `-`. */
export const environmentName = /^[a-z0-9-]{1,40}$/;

/** Where the publication of `environment` is, below the root. Throws TypeError when the name could not be a file of ours. */
export function publicationFile(environment: string): string {
  if (!environmentName.test(environment)) {
    const found = JSON.stringify(environment.slice(0, 80));
    throw new TypeError(`Cannot name publication: an environment is 1 to 40 of a-z, 0-9 and "-", found ${found}`);
  }
  return `${environmentsDirectory}/${environment}.json`;
}

/** The path of the file that holds the publication of `environment`. Throws TypeError when that is no name of an environment. */
export function publicationPath(root: string, environment: string): string {
  return join(root, publicationFile(environment));
}

/** A longer publication is neither written nor read: no file may fill a reader's memory. */
export const publicationBytes = 1024 * 1024;
