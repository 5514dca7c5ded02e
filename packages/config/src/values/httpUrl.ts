const longest = 2048;

export const expectedHttpUrl = 'https:// or http:// with a host, without credentials, query or fragment';

/** What was expected when the text is not a base URL for http requests, else undefined. */
export function httpUrlFault(text: string): string | undefined {
  const url = text.length <= longest ? URL.parse(text) : null;
  if (url === null || !/^https?:\/\/[^/]/i.test(text) || !/^https?:$/.test(url.protocol)) return expectedHttpUrl;
  if (url.username !== '' || url.password !== '' || /[?#\s\p{Cc}]/u.test(text)) return expectedHttpUrl;
  return undefined;
}

/** A setting that holds a base URL; a slash at its end is taken away. */
export const httpUrl = {
  type: 'URL',
  expected: expectedHttpUrl,
  pattern: '^https?://',
  fault: httpUrlFault,
  normalise: (text: string): string => text.replace(/\/+$/, ''),
  secret: 'in a URL',
} as const;
