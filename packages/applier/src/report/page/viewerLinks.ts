import { html, type Html } from './html.ts';
import { secretField } from './secretField.ts';
import type { View } from './view.ts';

/** The way to sign in, or out. */
export function viewerLinks({ viewer, path }: View): Html | null {
  switch (viewer.kind) {
    case 'off':
      return null;
    case 'guest':
      if (path.startsWith('/sign-in')) return null;
      return html`<a href=${`/sign-in?from=${encodeURIComponent(path)}`}>Sign in to act</a>`;
    case 'person':
      return html`<form method="post" action="/sign-out">
        ${secretField(viewer.session)}<input type="hidden" name="from" value=${path} />
        <button class="plain">Sign out</button>
      </form>`;
    default:
      viewer satisfies never;
      return null;
  }
}
