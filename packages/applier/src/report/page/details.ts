import type { Skipped } from '@couplet/volume';
import type { DeletingObject, DriftEntry } from '../clusterFacts.ts';
import type { Note } from '../../load/manifest.ts';
import { age } from './age.ts';
import { clipped } from './clipped.ts';
import { count } from './durations.ts';
import { place } from './errors.ts';
import { html, type Html } from './html.ts';
import { portion } from './portion.ts';

export type Explained = {
  drift?: readonly DriftEntry[];
  deleting?: readonly DeletingObject[];
  notes?: readonly Note[];
  skipped?: readonly Skipped[];
  more?: { deleting?: number; notes?: number; skipped?: number };
};

/** `bytes`: what each list may take. */
type Frame = { now: number; bytes: number };

type Row = { where: string; text?: string | undefined; when?: string | undefined };

/** What explains a run and is no error: drift, deletes that do not end, notes, and skipped files. */
export function details(
  { drift = [], deleting = [], notes = [], skipped = [], more = {} }: Explained,
  frame: Frame,
): Html {
  const driftRows = drift.map((entry) => ({ where: entry.id, text: driftText(entry), when: entry.at }));
  const deletingRows = deleting.map(({ id, since }) => ({ where: id, text: 'deleted, still there', when: since }));
  const noteRows = notes.map(({ file, line, message }) => ({ where: place(file, line), text: message }));
  const skippedRows = skipped.map(({ path, reason }) => ({ where: path, text: reason }));
  return html`<div class="explained">
    ${list('stuck delete', deletingRows, more.deleting, frame)} ${list('drifted object', driftRows, 0, frame)}
    ${list('note', noteRows, more.notes, frame)} ${list('skipped file', skippedRows, more.skipped, frame)}
  </div>`;
}

function list(noun: string, rows: Row[], more: number | undefined = 0, { now, bytes }: Frame): Html | null {
  if (rows.length === 0) return null;
  const { items } = portion(rows, { most: 20, bytes, each: 60 });
  const left = rows.length - items.length + more;
  return html`<section class="card">
    <h2>${count(rows.length + more, noun)}</h2>
    <ul class="rows">
      ${items.map(
        ({ where, text, when }) =>
          html`<li>
            <code>${clipped(where, 600)}</code>
            ${text !== undefined && html`<span>${clipped(text, 1000)}</span>`} ${when !== undefined && age(when, now)}
          </li>`,
      )}
      ${left > 0 && html`<li class="muted">${`and ${left} more, in the API`}</li>`}
    </ul>
  </section>`;
}

/** `kubectl-edit took .spec.replicas: corrected` */
function driftText({ manager, fields, deleted, corrected }: DriftEntry): string {
  const what = deleted === true ? 'was deleted' : `${manager ?? 'somebody'} took ${fields.join(', ') || 'a field'}`;
  return `${what}: ${corrected ? 'corrected' : 'not corrected'}`;
}
