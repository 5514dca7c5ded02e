import { age } from './age.ts';
import { html, type Html } from './html.ts';

/** A subject is one line of a commit; a longer one is a mistake or an attack, and the full one is in git. */
const longestLine = 200;

export type CommitFacts = { commit: string; subject: string; author: string; committedAt: string; ref?: string };

/** What git says: the commit, who made it and when, and the ref that names it. */
export function commit(facts: CommitFacts, now: number): Html {
  return html`<div class="commit">
    <p class="subject">
      <code class="commit-id" title=${facts.commit}>${shortId(facts.commit)}</code>
      <span>${oneLine(facts.subject)}</span>
    </p>
    <p class="facts">
      <span>${oneLine(facts.author)}</span>
      <span>committed ${age(facts.committedAt, now)}</span>
      ${facts.ref !== undefined && html`<span>ref <code>${oneLine(facts.ref)}</code></span>`}
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
