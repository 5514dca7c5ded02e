import { document } from './document.ts';
import { environmentCard, type Shown } from './environmentCard.ts';
import { glance } from './glance.ts';
import { html, type Html } from './html.ts';
import { pathOf } from './pathOf.ts';
import { portion, rest } from './portion.ts';
import type { Tone } from './stateBadge.ts';
import { summary } from './summary.ts';
import { separator, verdict, type Verdict } from './verdict.ts';
import { verdictBand } from './verdictBand.ts';
import type { View } from './view.ts';

/** More than this many take one line each, but for the first that need a person. */
const mostInFull = 5;
const mostNeedyInFull = 3;
const mostOnPage = 20;

// What needs a person comes first. A run makes no card jump: what is being applied stays where it was.
const order: Record<Tone, number> = { bad: 0, warn: 1, busy: 2, idle: 2, good: 2 };

/** All environments in one glance; `from`: the first that is shown, from 1. */
export function overview(environments: readonly Shown[], view: View, from = 1): string {
  const answer = verdict(environments.map(({ status }) => status));
  const sorted = environments.toSorted((a, b) => order[glance(a.status).tone] - order[glance(b.status).tone]);
  const shown = portion(sorted, { from, most: mostOnPage, bytes: Infinity });
  const full = fullCards(shown.items);
  const main = html`
    ${verdictBand(answer.tone, links(answer), answer)}
    ${environments.length > 1 && summary(environments.map(({ status }) => status))}
    <div class=${environments.length > 1 ? 'cards many' : 'cards'}>
      ${shown.items.map((one) => environmentCard(one, view, full.get(one)))}
    </div>
    ${rest(shown, '/', 'from')}
  `;
  return document({ title: sentence(answer), tone: answer.tone, main }, view);
}

/** Which environments are shown in full, and how many bytes of errors each may show. */
function fullCards(shown: readonly Shown[]): Map<Shown, number> {
  const needy = shown.filter(({ status }) => order[glance(status).tone] < 2);
  const chosen = shown.length <= mostInFull ? shown : needy.slice(0, mostNeedyInFull);
  return new Map(chosen.map((one) => [one, Math.floor(6000 / Math.max(1, chosen.length))]));
}

/** In one element, since the parts of a headline stand apart. */
function links(answer: Verdict): Html[] {
  const named = answer.names.flatMap((name, index): (string | Html)[] => [
    separator(answer, index),
    html`<a href=${pathOf(name)}>${name}</a>`,
  ]);
  return [html`<span>${[...named, answer.text]}</span>`];
}

function sentence(answer: Verdict): string {
  return answer.names.map((name, index) => separator(answer, index) + name).join('') + answer.text;
}
