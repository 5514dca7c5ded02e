import type { Session } from '../session/sessions.ts';
import { html, type Html } from './html.ts';

/** What proves that a form comes from a page of this session (see addPersonRoutes). */
export function secretField({ csrf }: Session): Html {
  return html`<input type="hidden" name="csrf" value=${csrf} />`;
}
