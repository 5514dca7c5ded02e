export const expectedUrl = 'https://host/path, ssh://git@host/path or git@host:path';

const hostName = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][A-Za-z0-9._-]*)$/;
const userName = /^([A-Za-z0-9._][A-Za-z0-9._-]*)?$/;
const scpLike = /^[A-Za-z0-9._][A-Za-z0-9._-]*@(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9][A-Za-z0-9._-]*):(?!:)(.+)$/;
const neverInUrl = /[\s\p{Cc}\p{Zl}\p{Zp}\\]/u;

/**
 * What was expected when `url` cannot be a repository, else undefined.
 * git gives `ext::`, `-o…` and `file://` meanings that run programs or read local files
 * (gitremote-helpers(7), CVE-2017-1000117), so only these forms are let in.
 */
export function repositoryUrlFault(url: string): string | undefined {
  if (neverInUrl.test(url) || !url.isWellFormed()) return `${expectedUrl}, without spaces, control characters or \\`;
  if (url.startsWith('-')) return `${expectedUrl}, not beginning with -`;
  const scpPath = scpLike.exec(url)?.[1];
  if (scpPath !== undefined)
    return scpPath.startsWith('-') ? `${expectedUrl}, the path not beginning with -` : undefined;
  const parsed = /^(https?|ssh):\/\/[^/]/.test(url) ? URL.parse(url) : null;
  if (parsed === null) return expectedUrl;
  if (parsed.password !== '' || /^(https?:\/\/[^/]*|ssh:\/\/[^/]*:)@/.test(url)) {
    return 'a URL without credentials (they are files in the directory sync.credentials)';
  }
  if (!userName.test(parsed.username)) return `${expectedUrl}, with a plain user name`;
  if (!hostName.test(parsed.hostname)) return `${expectedUrl}, with a plain host name`;
  if (/[?#]/.test(url)) return 'a URL without ? and #';
  if (parsed.pathname.length < 2) return `${expectedUrl}, with the path of the repository`;
  return undefined;
}

/** True for `http://` to another machine, where what travels can be read and changed on the way. */
export function isInsecure(url: string): boolean {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.protocol !== 'http:') return false;
  return parsed.hostname !== 'localhost' && parsed.hostname !== '[::1]' && !/^127(\.[0-9]+){3}$/.test(parsed.hostname);
}
