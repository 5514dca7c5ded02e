import type { RunSummary } from '../../history/runRecord.ts';
import type { ObjectPage } from '../../objects/objectRow.ts';
import type { EnvironmentStatus } from '../environmentStatus.ts';
import { control } from './control.ts';
import { details } from './details.ts';
import { document } from './document.ts';
import { count } from './durations.ts';
import { faults } from './faults.ts';
import { gitNotice } from './gitNotice.ts';
import { glance } from './glance.ts';
import { healthBar } from './healthBar.ts';
import { heldPlan } from './heldPlan.ts';
import { historyCard } from './historyCard.ts';
import { html, type Html } from './html.ts';
import { lastRun } from './lastRun.ts';
import { pathOf } from './pathOf.ts';
import { reason } from './reason.ts';
import { roomFor } from './roomFor.ts';
import { sides } from './sides.ts';
import { stateBadge } from './stateBadge.ts';
import { suspendForm } from './suspendForm.ts';
import { toolbar } from './toolbar.ts';
import { verdict } from './verdict.ts';
import { verdictBand } from './verdictBand.ts';
import type { View } from './view.ts';

export type EnvironmentFacts = {
  status: EnvironmentStatus;
  /** Newest first. */
  runs: readonly RunSummary[];
  objects?: Pick<ObjectPage, 'total' | 'byHealth'>;
};

/** Which part of a long list is shown, and whether the form to suspend is open. */
export type Asked = { errors?: number; warnings?: number; held?: number; form?: 'suspend' };

/** One environment: the answer first, then its reasons, then how the run went and the runs before it. */
export function environmentPage({ status, runs, objects }: EnvironmentFacts, view: View, asked: Asked = {}): string {
  const { name, state } = status;
  const answer = verdict([status], name);
  const { word } = glance(status);
  const earlier = state === 'running' ? ' of the run before' : '';
  const { notes, skipped, drift, deleting } = status;
  const lists = { ...status, others: status.held?.objects, details: [notes, skipped, drift, deleting] };
  const room = roomFor(lists, 16_000);
  const main = html`
    ${verdictBand(answer.tone, [name + answer.text, ' ', stateBadge(word)], { reason: reason(status), state: word })}
    ${gitNotice(status, view.now, 2000)} ${toolbar(status, 'status', view)}
    ${asked.form === 'suspend' && suspendForm(status, view)} ${control(status, view)} ${sides(status, view.now)}
    ${faults(status, {
      path: pathOf(name),
      errorsFrom: asked.errors ?? 1,
      warningsFrom: asked.warnings ?? 1,
      bytes: room.errors,
      warningBytes: room.warnings,
      earlier,
    })}
    ${heldPlan(status, view, { from: asked.held ?? 1, bytes: room.others })}
    <div class="columns">${lastRun({ status, runs }, view, earlier)} ${objectCard(name, objects)}</div>
    ${historyCard(name, runs)} ${details(status, { now: view.now, bytes: room.details })} ${actionsOff(view)}
  `;
  return document({ title: name + answer.text, tone: answer.tone, environment: name, main }, view);
}

function objectCard(name: string, objects: EnvironmentFacts['objects']): Html | false {
  return (
    objects !== undefined &&
    objects.total > 0 &&
    html`<section class="card" aria-labelledby="objects-title">
      <h2 id="objects-title"><a href=${pathOf(name, 'objects')}>${count(objects.total, 'object')}</a></h2>
      ${healthBar(name, objects)}
    </section>`
  );
}

function actionsOff({ viewer }: View): Html | false {
  return (
    viewer.kind === 'off' &&
    html`<p class="muted">
      This page only shows. With a token in <code>applier.token</code> it also runs, suspends, resumes and approves.
    </p>`
  );
}
