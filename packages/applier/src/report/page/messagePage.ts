import { document } from './document.ts';
import { html } from './html.ts';
import type { View } from './view.ts';

/** A page that says one thing, for instance that something is not there; `back` leads on. */
export function messagePage(
  { title, text, back }: { title: string; text: string; back: { path: string; text: string } },
  view: View,
): string {
  const main = html`<div class="card form narrow">
    <h1>${title}</h1>
    <p>${text}</p>
    <p class="buttons"><a class="button" href=${back.path}>${back.text}</a></p>
  </div>`;
  return document({ title, tone: 'idle', still: true, main }, view);
}
