/** Where the page of one environment is. */
export function pathOf(name: string): string {
  return `/environments/${encodeURIComponent(name.toWellFormed())}`;
}
