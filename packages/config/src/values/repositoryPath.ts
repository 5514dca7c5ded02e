export const expectedPath = 'a directory inside the repository, such as apps/staging, or . for all of it';

const controlCharacter = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** What was expected when `path` does not stay inside a repository, else undefined. */
export function repositoryPathFault(path: string): string | undefined {
  if (controlCharacter.test(path) || !path.isWellFormed()) return `${expectedPath}, without control characters`;
  if (path.startsWith('/')) return `${expectedPath}, not beginning with /`;
  if (path.split('/').includes('..')) return `${expectedPath}, without ..`;
  if (path.startsWith('-') || normalisePath(path).startsWith('-')) return `${expectedPath}, not beginning with -`;
  return undefined;
}

/** `./a//b/` is `a/b`; `.` and nothing are `''`, the whole repository. */
export function normalisePath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** True when `inner` is `outer` or lies below it; both normalised without a trailing `/`, `''` holds everything. */
export function isWithin(inner: string, outer: string): boolean {
  return outer === '' || inner === outer || inner.startsWith(`${outer}/`);
}
