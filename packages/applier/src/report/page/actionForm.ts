import type { ActionName } from '../actions/actions.ts';
import { html, type Html } from './html.ts';
import { pathOf } from './pathOf.ts';
import { secretField } from './secretField.ts';
import type { View } from './view.ts';

type Button = {
  environment: string;
  action: ActionName;
  text: string;
  /** `strong`: what it does cannot be taken back. */
  weight?: 'strong';
  /** Hidden fields, by name. */
  fields?: Record<string, string>;
};

/** A button that acts; the way to sign in for who has not, nothing where nobody can. */
export function actionForm(view: View, { environment, action, text, weight, fields = {} }: Button): Html | null {
  const { viewer } = view;
  if (viewer.kind === 'off') return null;
  if (viewer.kind === 'guest') {
    return html`<p class="act">
      <a href=${`/sign-in?from=${encodeURIComponent(pathOf(environment))}`}>Sign in</a> to ${lower(text)}.
    </p>`;
  }
  return html`<form class="act" method="post" action=${pathOf(environment, action)} id=${`do-${action}`}>
    ${secretField(viewer.session)}
    ${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name=${name} value=${value} />`)}
    <button class=${weight ?? ''}>${text}</button>
  </form>`;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
