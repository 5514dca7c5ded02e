/** Where the page of one environment is, or a page below it: `/environments/shop/runs`. */
export function pathOf(name: string, ...below: string[]): string {
  return ['/environments', name, ...below].map((part, index) => (index === 0 ? part : encode(part))).join('/');
}

function encode(part: string): string {
  return encodeURIComponent(part.toWellFormed());
}
