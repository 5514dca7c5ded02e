import type { GitState } from '../../syncState/gitFacts.ts';
import type { EnvironmentStatus } from '../environmentStatus.ts';
import { age, exactTime } from './age.ts';
import { clipped } from './clipped.ts';
import { number } from './durations.ts';
import { html, type Html } from './html.ts';

const titles: Partial<Record<GitState, string>> = {
  retrying: 'Git could not be read, it is tried again',
  failing: 'Nothing new comes from git',
  stalled: 'Nothing new comes from git',
  unreachable: 'Nothing new comes from git, sync does not answer',
};

/** Why what stands here may not be what git says now; nothing while git is read. `most`: characters of a sentence. */
export function gitNotice({ git }: Pick<EnvironmentStatus, 'git'>, now: number, most: number): Html | false {
  const title = git && titles[git.state];
  if (git === undefined || title === undefined) return false;
  const { state, message, todo, since, tries, readAt } = git;
  return html`<div class=${`notice ${state === 'retrying' ? 'idle' : 'warn'}`}>
    <p><b>${title}</b>${message !== undefined && `: ${clipped(message, most)}`}</p>
    ${todo !== undefined && html`<p>To do: ${clipped(todo, most)}</p>`}
    <p class="facts">
      ${since !== undefined && html`<span>since ${exactTime(Date.parse(since))}</span>`}
      ${tries !== undefined && html`<span>${tries === 1 ? '1 try' : `${number(tries)} tries`}</span>`}
      ${readAt !== undefined && html`<span>git was read ${age(readAt, now)}</span>`}
    </p>
  </div>`;
}
