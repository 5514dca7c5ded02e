import type { EnvironmentStatus } from '../environmentStatus.ts';
import type { HeldObject } from '../runFacts.ts';
import { actionForm } from './actionForm.ts';
import { callOf } from './callOf.ts';
import { clipped } from './clipped.ts';
import { count, number } from './durations.ts';
import { place } from './errors.ts';
import { html, type Html } from './html.ts';
import { pathOf } from './pathOf.ts';
import { portion, rest } from './portion.ts';
import type { View } from './view.ts';

/** The deletes that wait for a person, each with its reason, and the button that releases exactly these. */
export function heldPlan(
  status: EnvironmentStatus,
  view: View,
  { from, bytes }: { from: number; bytes: number },
): Html | null {
  const { name, held, more } = status;
  if (held === undefined) return null;
  const shown = portion(held.objects, { from, most: 50, bytes, each: 100 });
  const total = totalOf(status);
  return html`<section class="card held" id="held" aria-labelledby="held-title">
    <h2 id="held-title">${heldTitle(status)}</h2>
    ${heldList(shown.items)} ${rest(shown, pathOf(name), 'held', more?.held)}
    ${
      held.plan !== undefined &&
      html`<p class="muted">
          What is approved is this list, as plan <code title=${held.plan}>${held.plan.slice(0, 12)}</code>. If anything
          changes before the next run, it is held again.
        </p>
        ${actionForm(view, {
          environment: name,
          action: 'approve',
          text: `Delete ${total === 1 ? 'this object' : `these ${number(total)} objects`}`,
          weight: 'strong',
          fields: { plan: held.plan },
        })}
        ${callOf(view, name, 'approve', { plan: held.plan })}`
    }
  </section>`;
}

/** The first of the deletes that wait, and the way to all of them: for a page that shows many environments. */
export function heldBrief(status: EnvironmentStatus): Html | null {
  const { name, held } = status;
  if (held === undefined) return null;
  return html`<section>
    <h3>${heldTitle(status)}</h3>
    ${heldList(portion(held.objects, { most: 3, bytes: 600 }).items)}
    <p class="rest"><a href=${`${pathOf(name)}#held`}>all of them, and the way to approve</a></p>
  </section>`;
}

function totalOf({ held, more }: EnvironmentStatus): number {
  return (held?.objects.length ?? 0) + (more?.held ?? 0);
}

function heldTitle(status: EnvironmentStatus): string {
  const total = totalOf(status);
  return `${count(total, 'delete')} ${total === 1 ? 'waits' : 'wait'} for a person`;
}

/** A reason that all have is said once. */
function heldList(objects: readonly HeldObject[]): Html {
  const reasons = new Set(objects.map(({ reason }) => reason));
  const [common] = reasons.size === 1 ? reasons : [];
  return html`${common !== undefined && html`<p class="muted">${clipped(common, 1000)}</p>`}
    <ul class="rows">
      ${objects.map(
        ({ id, file, line, reason }) =>
          html`<li>
            <code class="id">${clipped(id, 600)}</code>
            ${file !== undefined && html`<code class="muted">${place(clipped(file, 600), line)}</code>`}
            ${common === undefined && reason !== undefined && html`<span>${clipped(reason, 1000)}</span>`}
          </li>`,
      )}
    </ul>`;
}
