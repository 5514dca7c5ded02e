import type { EnvironmentStatus } from '../environmentStatus.ts';
import { count } from './durations.ts';
import { place } from './errors.ts';
import { html, type Html } from './html.ts';

/** What explains a run and is no error: the deletes that wait (always unfolded), notes, and skipped files. */
export function details({ held, skipped = [], notes = [], more = {} }: EnvironmentStatus, open: boolean): Html {
  const heldRows = (held?.objects ?? []).map((object) => row(object.id, object.reason));
  const noteRows = notes.map(({ file, line, message }) => row(place(file, line), message));
  const skippedRows = skipped.map(({ path, reason }) => row(path, reason));
  return html`
    ${list('held delete', heldRows, more.held, true)} ${list('note', noteRows, more.notes, open)}
    ${list('skipped file', skippedRows, more.skipped, open)}
  `;
}

function list(noun: string, rows: Html[], more: number | undefined, open: boolean): Html | null {
  if (rows.length === 0) return null;
  return html`<details open=${open}>
    <summary>${count(rows.length + (more ?? 0), noun)}</summary>
    <ul>
      ${rows} ${more !== undefined && html`<li>${`and ${more} more, which are not kept`}</li>`}
    </ul>
  </details>`;
}

function row(where: string, text: string | undefined): Html {
  return html`<li><code>${where}</code> ${text !== undefined && html`<span>${text}</span>`}</li>`;
}
