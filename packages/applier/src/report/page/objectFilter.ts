import { outcomes } from '../../events.ts';
import { objectHealths, type ObjectPage, type ObjectQuery } from '../../objects/objectRow.ts';
import { html, type Html } from './html.ts';
import { pathOf } from './pathOf.ts';

/** A list longer than this is typed, not chosen. */
const mostChoices = 40;

/** The form that narrows the table; its fields are the address. */
export function objectFilter(name: string, { kinds, namespaces }: ObjectPage, query: ObjectQuery): Html {
  const { q, kind, namespace, health = [], outcome = [] } = query;
  const isNarrowed = [q, kind, namespace, health[0], outcome[0]].some((value) => value !== undefined);
  return html`<form class="filter" method="get" action=${pathOf(name, 'objects')} role="search" aria-label="Objects">
    ${field('q', 'Search', html`<input id="q" type="search" name="q" value=${q ?? ''} placeholder="name or file" />`)}
    ${field('health', 'Health', choice('health', objectHealths, health[0]))}
    ${field('outcome', 'Last outcome', choice('outcome', outcomes, outcome[0]))}
    ${field('kind', 'Kind', choice('kind', kinds, kind))}
    ${field('namespace', 'Namespace', choice('namespace', namespaces, namespace))}
    <p class="buttons">
      <button>Filter</button>${isNarrowed && html`<a class="button" href=${pathOf(name, 'objects')}>Show all</a>`}
    </p>
  </form>`;
}

function field(id: string, text: string, control: Html): Html {
  return html`<p class="field"><label for=${id}>${text}</label>${control}</p>`;
}

function choice(name: string, values: readonly string[], chosen: string | undefined): Html {
  if (values.length > mostChoices) return html`<input id=${name} name=${name} value=${chosen ?? ''} />`;
  return html`<select id=${name} name=${name}>
    <option value="">any</option>
    ${values.map((value) => html`<option selected=${value === chosen}>${value}</option>`)}
  </select>`;
}
