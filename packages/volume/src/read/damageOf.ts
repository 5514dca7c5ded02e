import { errorCode } from '../errorCode.ts';

/** What an error of opening a file says about the volume, or undefined when it says something about the machine instead. */
export function damageOf(error: unknown): string | undefined {
  switch (errorCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'it is missing';
    case 'ELOOP':
    case 'EFTYPE':
    case 'EISDIR':
    case 'ENXIO':
      return 'expected a regular file, found something else';
    case undefined:
    default:
      return undefined;
  }
}
