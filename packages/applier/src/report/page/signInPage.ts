import { document } from './document.ts';
import { html } from './html.ts';
import type { View } from './view.ts';

/** Asks for the token; `problem` says why the one before was not taken, `from` where to go afterwards. */
export function signInPage({ from, problem }: { from: string; problem?: string }, view: View): string {
  const main = html`<form class="card form narrow" method="post" action="/sign-in">
    <h1>Sign in to act</h1>
    <p class="muted">With the token of <code>applier.token</code>. Reading needs none.</p>
    ${problem !== undefined && html`<p class="notice bad" id="problem" role="alert">${problem}</p>`}
    <input type="hidden" name="from" value=${from} />
    <input hidden name="username" autocomplete="username" value="couplet" />
    <label for="token">Token</label>
    <input
      id="token"
      type="password"
      name="token"
      autocomplete="current-password"
      required
      autofocus
      aria-describedby=${problem === undefined ? undefined : 'problem'}
    />
    <p class="buttons"><button class="strong">Sign in</button><a class="button" href=${from}>Back</a></p>
    <p class="muted">It holds for 12 hours in this browser, until you sign out, or until the token changes.</p>
  </form>`;
  return document({ title: 'Sign in to act', tone: 'idle', still: true, main }, view);
}
