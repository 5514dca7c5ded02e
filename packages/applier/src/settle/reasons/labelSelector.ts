import { listAt, textAt, valueAt } from '../fields.ts';

/** The operators of `matchExpressions` (meta/v1 LabelSelectorRequirement) in the form of a URL parameter. */
const operators = new Map<string, (key: string, values: string) => string>([
  ['In', (key, values) => `${key} in (${values})`],
  ['NotIn', (key, values) => `${key} notin (${values})`],
  ['Exists', (key) => key],
  ['DoesNotExist', (key) => `!${key}`],
]);

/** A LabelSelector (meta/v1), or the plain map of a ReplicationController, as a `labelSelector` parameter; undefined for none. */
export function labelSelector(selector: unknown): string | undefined {
  if (typeof selector !== 'object' || selector === null) return undefined;
  const isPlain = !('matchLabels' in selector) && !('matchExpressions' in selector);
  const labels = isPlain ? selector : (valueAt(selector, 'matchLabels') ?? {});
  const terms = Object.entries(labels).map(([name, value]) => `${name}=${String(value)}`);
  for (const expression of listAt(selector, 'matchExpressions')) {
    const write = operators.get(textAt(expression, 'operator') ?? '');
    if (write === undefined) return undefined;
    terms.push(write(textAt(expression, 'key') ?? '', listAt(expression, 'values').map(String).join(',')));
  }
  return terms.length === 0 ? undefined : terms.join(',');
}
