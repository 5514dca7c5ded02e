import type { ActionName } from '../actions/actions.ts';
import { html, type Html } from './html.ts';
import { pathOf } from './pathOf.ts';
import type { View } from './view.ts';

/** The call that does the same as a button, for a terminal. */
export function callOf({ host }: View, environment: string, action: ActionName, body?: object): Html {
  const data = body === undefined ? '' : ` -d '${JSON.stringify(body)}'`;
  const url = `http://${host}/api${pathOf(environment)}/${action}`;
  const text = `curl -X POST -H "Authorization: Bearer $TOKEN"${data} ${url}`;
  return html`<details class="call">
    <summary>from a terminal</summary>
    <code>${text}</code>
  </details>`;
}
