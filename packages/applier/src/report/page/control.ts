import type { EnvironmentStatus } from '../environmentStatus.ts';
import { age } from './age.ts';
import { shortId } from './commit.ts';
import { html, type Html } from './html.ts';
import { pathOf } from './pathOf.ts';

/** What a person decided or has to decide, with the call that does it: suspension, quarantine, deletes that wait. */
export function control(status: EnvironmentStatus, { now, host }: { now: number; host: string }): Html {
  const { suspension, quarantine, held } = status;
  const call = (action: string, body?: object): Html => {
    const data = body === undefined ? '' : ` -d '${JSON.stringify(body)}'`;
    const url = `http://${host}/api${pathOf(status.name)}/${action}`;
    return html`<code class="call">${`curl -X POST -H "Authorization: Bearer $TOKEN"${data} ${url}`}</code>`;
  };
  return html`
    ${
      suspension !== undefined &&
      html`<p class="facts">
        <span>suspended ${age(suspension.at, now)}</span>
        ${suspension.until !== undefined && html`<span>until <time datetime=${suspension.until}>${suspension.until}</time></span>`}
        ${suspension.reason !== undefined && html`<span>${suspension.reason}</span>`}
        <span>to resume: ${call('resume')}</span>
      </p>`
    }
    ${
      quarantine !== undefined &&
      quarantine.commit === status.published?.commit &&
      html`<p class="facts">
        <span
          ><code title=${quarantine.commit}>${shortId(quarantine.commit)}</code> quarantined
          ${age(quarantine.at, now)}</span
        >
        <span>to try it again: ${call('run')}</span>
      </p>`
    }
    ${
      held?.plan !== undefined &&
      html`<p class="facts">
        <span>held plan <code>${held.plan}</code></span>
        <span>to release it: ${call('approve', { plan: held.plan })}</span>
      </p>`
    }
  `;
}
