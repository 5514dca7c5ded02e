import type { EnvironmentStatus } from '../environmentStatus.ts';
import { age } from './age.ts';
import { commit, shortId } from './commit.ts';
import { glance } from './glance.ts';
import { html, type Html } from './html.ts';
import type { Tone } from './stateBadge.ts';

/** What git says and what the cluster has, side by side, and whether they are equal. */
export function sides(status: EnvironmentStatus, now: number): Html | null {
  const { published, ref, applied } = status;
  if (published === undefined) return null;
  const { sign, text, tone } = relation(status);
  const { word } = glance(status);
  return html`<div class="sides">
    <div class="side">
      <p class="label">${word === 'cut-off' ? 'git said' : 'git says'}</p>
      ${commit({ ...published, ...(ref !== undefined && { ref }) }, now)}
    </div>
    <p class=${`relation ${tone}`}><span aria-hidden="true">${sign}</span><span class="unseen">${text}</span></p>
    <div class="side">
      <p class="label">the cluster has</p>
      ${
        applied === undefined
          ? html`<p class="subject muted">no commit completely</p>`
          : html`<p class="subject">
                <code class="commit-id" title=${applied.commit}>${shortId(applied.commit)}</code>
                ${
                  applied.commit === published.commit
                    ? html`<span>${status.state === 'failed' ? 'in part' : 'the same'}</span>`
                    : html`<span>another commit</span>`
                }
              </p>
              <p class="facts"><span>applied ${age(applied.at, now)}</span>${health(status, now)}</p>`
      }
    </div>
  </div>`;
}

function relation({ state, published, applied }: EnvironmentStatus): { sign: string; text: string; tone: Tone } {
  const isSame = published !== undefined && applied?.commit === published.commit && applied.tree === published.tree;
  if (isSame && state !== 'failed') return { sign: '=', text: 'is equal to', tone: 'idle' };
  if (state === 'running') return { sign: '→', text: 'is being applied to', tone: 'busy' };
  return { sign: '≠', text: 'is not equal to', tone: 'bad' };
}

function health({ state, healthy, applied, progress }: EnvironmentStatus, now: number): Html | false {
  if (state === 'degraded') return html`<span class="bad">not healthy</span>`;
  if (healthy !== undefined && healthy.commit === applied?.commit) {
    return html`<span>healthy ${age(healthy.at, now)}</span>`;
  }
  return progress !== undefined && state === 'applied' && html`<span>becoming healthy</span>`;
}
