import type { ObjectQuery } from '../../objects/objectRow.ts';

/** An object query as the end of an address: `?health=failed&page=2`, or nothing. */
export function queryText({ health = [], outcome = [], kind, namespace, q, page = 1 }: ObjectQuery): string {
  const parameters = new URLSearchParams();
  for (const value of health) parameters.append('health', value);
  for (const value of outcome) parameters.append('outcome', value);
  for (const [name, value] of Object.entries({ kind, namespace, q })) {
    if (value !== undefined) parameters.set(name, value);
  }
  if (page > 1) parameters.set('page', String(page));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}
