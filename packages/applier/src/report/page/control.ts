import type { EnvironmentStatus } from '../environmentStatus.ts';
import { age, exactTime } from './age.ts';
import { shortId } from './commit.ts';
import { html, type Html } from './html.ts';
import { actionForm } from './actionForm.ts';
import { callOf } from './callOf.ts';
import type { View } from './view.ts';

/** What a person decided and can end: a suspension, and a commit that is not tried again. */
export function control(status: EnvironmentStatus, view: View): Html {
  const { suspension, quarantine, name } = status;
  return html`
    ${
      suspension !== undefined &&
      html`<section class="notice idle" aria-label="Suspension">
        <p>
          <b>Suspended</b
          >${' '}${age(suspension.at, view.now)}${suspension.until !== undefined && html`, until ${until(suspension.until)}`}
        </p>
        ${suspension.reason !== undefined && html`<p class="quoted">${suspension.reason}</p>`}
        ${actionForm(view, { environment: name, action: 'resume', text: 'Resume now' })} ${callOf(view, name, 'resume')}
      </section>`
    }
    ${
      quarantine !== undefined &&
      quarantine.commit === status.published?.commit &&
      html`<section class="notice warn" aria-label="Quarantine">
        <p>
          <b><code title=${quarantine.commit}>${shortId(quarantine.commit)}</code> is quarantined</b
          >${' '}${age(quarantine.at, view.now)}: it is not tried again by itself.
        </p>
        ${actionForm(view, { environment: name, action: 'run', text: 'Try it again' })} ${callOf(view, name, 'run')}
      </section>`
    }
  `;
}

function until(time: string): Html {
  const at = Date.parse(time);
  return html`<time datetime=${time}>${Number.isNaN(at) ? time : exactTime(at)}</time>`;
}
