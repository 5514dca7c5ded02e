export const expectedRef = 'a branch, a tag or a full commit id';

const forbidden = /[\p{Cc}\p{Z}~^:?*[\\]|\.\.|@\{|\/\/|^\/|\/$|\.$|^@$/u;

/**
 * What was expected when `ref` cannot name anything in a repository, else undefined.
 * The rules are those of git-check-ref-format(1); a leading `-` is refused because git programs read it as an option.
 */
export function gitRefFault(ref: string): string | undefined {
  if (ref === '') return expectedRef;
  if (ref.startsWith('-')) return `${expectedRef}, not beginning with -`;
  if (/^[0-9a-f]{64}$/i.test(ref)) return `${expectedRef} of 40 digits (SHA-256 repositories are not supported)`;
  if (/^[0-9a-f]{40}$/i.test(ref)) return ref === ref.toLowerCase() ? undefined : 'a commit id in lower case';
  if (forbidden.test(ref) || !ref.isWellFormed()) {
    return `${expectedRef} (no space, control character, .. @{ // ~ ^ : ? * [ \\, no / at either end, no . at the end)`;
  }
  if (ref.split('/').some((part) => part.startsWith('.') || part.endsWith('.lock'))) {
    return `${expectedRef} (no part begins with . or ends with .lock)`;
  }
  return undefined;
}
