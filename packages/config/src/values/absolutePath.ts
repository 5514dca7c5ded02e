const controlCharacter = /[\p{Cc}\p{Zl}\p{Zp}]/u;

/** What was expected when `path` is not an absolute path of this machine, else undefined. */
export function absolutePathFault(path: string): string | undefined {
  const expected = 'an absolute path';
  if (path.startsWith('~')) return `${expected} (~ is not expanded)`;
  if (!path.startsWith('/')) return expected;
  if (controlCharacter.test(path) || !path.isWellFormed()) return `${expected} without control characters`;
  if (path.split('/').includes('..')) return `${expected} without ..`;
  if (normaliseAbsolute(path) === '/') return `${expected} other than /`;
  return undefined;
}

/** `/a//b/./c/` is `/a/b/c`. */
export function normaliseAbsolute(path: string): string {
  return `/${path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')}`;
}
