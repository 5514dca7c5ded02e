import type { EnvironmentStatus } from '../environmentStatus.ts';
import { actionForm } from './actionForm.ts';
import { html, type Html } from './html.ts';
import { pathOf } from './pathOf.ts';
import type { View } from './view.ts';

export type Place = 'status' | 'runs' | 'objects';

/** The pages of an environment, and beside them what a person can always do. */
export function toolbar(status: EnvironmentStatus, here: Place, view: View): Html {
  const tabs: { place: Place; text: string; path: string }[] = [
    { place: 'status', text: 'Status', path: pathOf(status.name) },
    { place: 'runs', text: 'Runs', path: pathOf(status.name, 'runs') },
    { place: 'objects', text: 'Objects', path: pathOf(status.name, 'objects') },
  ];
  return html`<div class="toolbar">
    <nav aria-label="Pages of this environment">
      <ul>
        ${tabs.map(({ place, text, path }) => html`<li><a href=${path} aria-current=${place === here ? 'page' : undefined}>${text}</a></li>`)}
      </ul>
    </nav>
    ${buttons(status, view)}
  </div>`;
}

function buttons(status: EnvironmentStatus, view: View): Html | null {
  if (view.viewer.kind !== 'person' || status.suspended) return null;
  return html`<div class="buttons">
    ${actionForm(view, { environment: status.name, action: 'run', text: 'Run now' })}
    <a class="button" href=${`${pathOf(status.name)}?form=suspend`}>Suspend…</a>
  </div>`;
}
