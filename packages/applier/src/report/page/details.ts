import type { EnvironmentStatus } from '../environmentStatus.ts';
import type { DriftEntry } from '../clusterFacts.ts';
import { age } from './age.ts';
import { count } from './durations.ts';
import { place } from './errors.ts';
import { html, type Html } from './html.ts';

/** What explains a run and is no error: the deletes that wait (always unfolded), notes, and skipped files. */
export function details(status: EnvironmentStatus, open: boolean, now: number): Html {
  const { held, skipped = [], notes = [], drift = [], deleting = [], more = {} } = status;
  const heldRows = (held?.objects ?? []).map((object) => row(object.id, object.reason));
  const noteRows = notes.map(({ file, line, message }) => row(place(file, line), message));
  const skippedRows = skipped.map(({ path, reason }) => row(path, reason));
  const driftRows = drift.map((entry) => row(entry.id, driftText(entry), age(entry.at, now)));
  const deletingRows = deleting.map(({ id, since }) => row(id, 'deleted, still there', since && age(since, now)));
  return html`
    ${list('drifted object', driftRows, undefined, open)} ${list('stuck delete', deletingRows, more.deleting, true)}
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

function row(where: string, text: string | undefined, when?: Html | string): Html {
  return html`<li><code>${where}</code> ${text !== undefined && html`<span>${text}</span>`} ${when}</li>`;
}

/** `kubectl-edit took .spec.replicas: corrected` */
function driftText({ manager, fields, deleted, corrected }: DriftEntry): string {
  const what = deleted === true ? 'was deleted' : `${manager ?? 'somebody'} took ${fields.join(', ') || 'a field'}`;
  return `${what}: ${corrected ? 'corrected' : 'not corrected'}`;
}
