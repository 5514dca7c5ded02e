import type { ObjectPage, ObjectQuery } from '../../objects/objectRow.ts';
import type { EnvironmentStatus } from '../environmentStatus.ts';
import { document } from './document.ts';
import { count, number } from './durations.ts';
import { glance } from './glance.ts';
import { healthBar } from './healthBar.ts';
import { html, type Html } from './html.ts';
import { objectFilter } from './objectFilter.ts';
import { objectTable } from './objectTable.ts';
import { pathOf } from './pathOf.ts';
import { queryText } from './queryText.ts';
import { stateBadge } from './stateBadge.ts';
import { toolbar } from './toolbar.ts';
import type { View } from './view.ts';

/** The objects of an environment as a table: filtered and searched by the address, a page of them at a time. */
export function objectsPage(
  { status, found, query }: { status: EnvironmentStatus; found: ObjectPage; query: ObjectQuery },
  view: View,
): string {
  const { name } = status;
  const { word, tone } = glance(status);
  const main = html`
    <div class="heading">
      <h1>Objects of ${name}</h1>
      ${stateBadge(word)}
    </div>
    ${toolbar(status, 'objects', view)} ${healthBar(name, found)} ${objectFilter(name, found, query)}
    ${
      found.objects.length === 0
        ? html`<p class="card muted">${found.total === 0 ? nothingKnown(status) : 'No object is like this.'}</p>`
        : html`${objectTable(found.objects, view.now)} ${pager(name, found, query)}`
    }
  `;
  const trail = [{ text: 'Objects', path: pathOf(name, 'objects') }];
  return document({ title: `Objects of ${name}`, tone, environment: name, trail, main }, view);
}

/** Only a pass that applies reads the repository and the cluster: an environment that rests since the start has neither. */
function nothingKnown({ suspended, errors = [] }: EnvironmentStatus): string {
  const because = 'No object is known: nothing has been read since the applier started, because the environment is';
  if (suspended) return `${because} suspended. The table comes back when it is resumed.`;
  if (errors.some(({ code }) => code === 'quarantined'))
    return `${because} quarantined. The table comes back with a run, or a newer commit.`;
  return 'No object is known yet.';
}

function pager(name: string, { page, pages, matched }: ObjectPage, query: ObjectQuery): Html {
  const link = (to: number, text: string): Html =>
    html`<a href=${pathOf(name, 'objects') + queryText({ ...query, page: to })}>${text}</a>`;
  return html`<nav class="rest" aria-label="Pages of the table">
    <span>${count(matched, 'object')}, page ${number(page)} of ${number(pages)}</span>
    ${page > 1 && link(1, 'first')} ${page > 1 && link(page - 1, 'previous')} ${page < pages && link(page + 1, 'next')}
    ${page < pages && link(pages, 'last')}
  </nav>`;
}
