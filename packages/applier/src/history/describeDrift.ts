import type { Drift } from '../events.ts';
import { clip } from './clip.ts';

const mostFields = 5;

/** Who did what to the object, in a few words. */
export function describeDrift({ manager, fields, deleted }: Drift): string {
  if (deleted === true) return 'somebody deleted it';
  const more = fields.length > mostFields ? `, and ${fields.length - mostFields} more` : '';
  const what = fields.length === 0 ? 'it' : `${fields.slice(0, mostFields).join(', ')}${more}`;
  return clip(`${manager ?? 'somebody'} changed ${what}`);
}
