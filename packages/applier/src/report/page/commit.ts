import type { EnvironmentStatus } from '../environmentStatus.ts';
import { age } from './age.ts';
import { html, type Html } from './html.ts';

/** A subject is one line of a commit; a longer one is a mistake or an attack, and the full one is in git. */
const longestLine = 200;

/** What git says: the commit, who made it and when, and the ref that names it. */
export function commit({ published, ref }: EnvironmentStatus, now: number): Html | null {
  if (published === undefined) return null;
  return html`<div class="commit">
    <p class="subject">
      <code class="commit-id" title=${published.commit}>${shortId(published.commit)}</code>
      <span>${oneLine(published.subject)}</span>
    </p>
    <p class="facts">
      <span>${oneLine(published.author)}</span>
      <span>committed ${age(published.committedAt, now)}</span>
      ${ref !== undefined && html`<span>ref <code>${oneLine(ref)}</code></span>`}
    </p>
  </div>`;
}

/** The first seven characters, as git shows them. */
export function shortId(id: string): string {
  return id.slice(0, 7);
}

/** At most 200 characters. */
export function oneLine(text: string): string {
  const characters = Array.from(text.slice(0, longestLine * 2));
  return characters.length > longestLine ? `${characters.slice(0, longestLine).join('')}…` : text;
}
