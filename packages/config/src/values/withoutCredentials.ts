/**
 * A URL, or what someone took for one, fit to be printed: no user, password, query or fragment.
 * It must hold for text that no URL parser accepts, because that text is what error messages show.
 */
export function withoutCredentials(text: string): string {
  const scheme = /^[^/?#@]*:\/\//.exec(text)?.[0] ?? '';
  const rest = text.slice(scheme.length);
  if (scheme === '' && /^git@[^@?#]*$/.test(rest)) return rest;
  // A password may itself hold `/`, `?`, `#` and `@`, so everything before the last @ is taken for credentials.
  const [afterUser = ''] = rest
    .split(/@|%40/i)
    .slice(-1)
    .map((part) => part.replace(/[?#].*$/s, ''));
  const gitUser = /^git@[^@]*$/.test(rest) ? 'git@' : '';
  const passwordInPlaceOfPort = /^([^/:[\]]+):(?![0-9]*(?:\/|$))[^/]*/;
  return scheme + gitUser + (scheme === '' ? afterUser : afterUser.replace(passwordInPlaceOfPort, '$1'));
}
