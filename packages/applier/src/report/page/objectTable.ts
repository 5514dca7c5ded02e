import type { ObjectRow } from '../../objects/objectRow.ts';
import { age } from './age.ts';
import { outcomeMark } from './changeList.ts';
import { clipped } from './clipped.ts';
import { place } from './errors.ts';
import { healthMark, healthTones } from './healthBar.ts';
import { html, type Html } from './html.ts';

/** Objects as rows: how each is, why, where it stands in the repository, and what became of it last. */
export function objectTable(rows: readonly ObjectRow[], now: number): Html {
  return html`<div class="card table">
    <table>
      <thead>
        <tr>
          <th scope="col">Health</th>
          <th scope="col">Object</th>
          <th scope="col">File</th>
          <th scope="col">Last outcome</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((row) => tableRow(row, now))}
      </tbody>
    </table>
  </div>`;
}

function tableRow(row: ObjectRow, now: number): Html {
  const { id, name, file, line, health, outcome, held } = row;
  const before = id.endsWith(name) ? id.slice(0, id.length - name.length) : `${id} `;
  return html`<tr class=${health === 'current' ? undefined : healthTones[health]}>
    <td>${healthMark(health)}</td>
    <td>
      <span class="muted">${clipped(before, 400)}</span><b>${clipped(name, 300)}</b>
      ${whys(row, now).map((why) => html`<span class="why">${why}</span>`)}
    </td>
    <td>
      ${file === undefined ? html`<span class="muted">not in git</span>` : html`<code>${place(clipped(file, 300), line)}</code>`}
    </td>
    <td>${outcomeMark(held === true ? 'held' : outcome)}</td>
  </tr>`;
}

/** What there is to know of an object that is not simply as it should be. */
function whys({ message, error, drift, deletingSince }: ObjectRow, now: number): (string | Html)[] {
  const who = drift?.manager ?? 'somebody';
  const taken = drift && (drift.fields.length === 0 ? `${who} deleted it` : `${who} took ${drift.fields.join(', ')}`);
  return [
    message === undefined ? [] : clipped(message, 500),
    error === undefined || error.message === message ? [] : clipped(error.message, 500),
    taken === undefined ? [] : clipped(`${taken}: ${drift?.corrected === true ? 'corrected' : 'not corrected'}`, 300),
    deletingSince === undefined ? [] : html`<span>deleted ${age(deletingSince, now)}, still there</span>`,
  ].flat();
}
