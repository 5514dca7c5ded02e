/** Why this version of sync cannot follow a repository that couplet.yaml may name; undefined when it can. */
export function refuseRepository(url: string): string | undefined {
  if (URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol)) return undefined;
  return 'Cannot follow repository.url: this version of sync reads over https or http, found ssh, which comes in a later version; use the https URL and a token';
}
