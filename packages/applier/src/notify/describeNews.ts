import { createHash } from 'node:crypto';
import type { NotifyEvent } from '@couplet/config';
import { redactText } from '@couplet/daemon';
import type { EnvironmentStatus } from '../report/environmentStatus.ts';
import type { Condition } from './condition.ts';
import { formatSpan } from './formatSpan.ts';
import type { Notification } from './notification.ts';
import type { Told } from './told.ts';

export type News = {
  event: NotifyEvent;
  environment: string;
  condition: Exclude<Condition, { kind: 'pending' }>;
  told: Told | undefined;
  /** State changes since the last notification. */
  changes: number;
  /** Base URL of the status page. */
  page: string | undefined;
};

const mostErrors = 10;
const longestText = 1000;

/** What is told. Texts of the repository and the API server come bounded and without credentials. Pure. */
export function describeNews({ event, environment, condition, told, changes, page }: News): Notification {
  const { facts } = condition;
  const since = new Date(condition.kind === 'well' ? condition.at : sinceOf(condition.since, told)).toISOString();
  const recovered = event === 'recovered' && told !== undefined ? recoveredFrom(told, Date.parse(since)) : undefined;
  const errors = condition.kind === 'trouble' ? shownErrors(facts) : [];
  const more = (facts.errors?.length ?? 0) - errors.length + (facts.more?.errors ?? 0);
  return {
    id: idOf({ event, environment, since, causes: condition.kind === 'trouble' ? condition.causes : [] }),
    event,
    environment,
    text: clip(sentence(environment, event, facts, recovered)),
    since,
    ...commitKeys(facts),
    ...(facts.run !== undefined && { run: facts.run }),
    ...(errors.length > 0 && { errors }),
    ...(errors.length > 0 && more > 0 && { more }),
    ...(condition.kind === 'trouble' && facts.held !== undefined && { held: heldOf(facts) }),
    ...(recovered !== undefined && { recovered }),
    ...(changes > 1 && { changes }),
    ...(page !== undefined && { url: `${page}/environments/${environment}` }),
  };
}

/** It began before a restart, when somebody was told so then. */
function sinceOf(since: number, told: Told | undefined): number {
  return told === undefined ? since : Math.min(since, Date.parse(told.since));
}

function recoveredFrom({ state, since, what }: Told, at: number): NonNullable<Notification['recovered']> {
  return { from: state, what, since, seconds: Math.max(0, Math.round((at - Date.parse(since)) / 1000)) };
}

function sentence(
  name: string,
  event: NotifyEvent,
  facts: EnvironmentStatus,
  recovered: Notification['recovered'],
): string {
  const commit = describeCommit(facts);
  const because = reasonOf(facts);
  switch (event) {
    case 'failed':
      return `${name} has failed: ${commit} is not applied, or not completely${because}`;
    case 'degraded':
      return `${name} is degraded: ${commit} is applied and not healthy${because}`;
    case 'held':
      return `${name} waits for a person: ${commit} would delete ${heldCount(facts)} objects, which are held`;
    case 'stalled':
      return `${name} is stalled: there is nothing to apply from, what was applied stays${because}`;
    case 'rolled-back':
      return `${name} is rolled back to the last healthy commit; ${commit} is quarantined${because}`;
    case 'recovered': {
      const after = recovered === undefined ? '' : `: it was ${recovered.from} for ${formatSpan(recovered.seconds)}`;
      const what = recovered === undefined || recovered.what === '' ? '' : ` (${recovered.what})`;
      return `${name} has recovered with ${commit}${after}${what}`;
    }
    default:
      return event satisfies never;
  }
}

function describeCommit({ published }: EnvironmentStatus): string {
  if (published === undefined) return 'its commit';
  return `commit ${published.commit.slice(0, 7)} (${redactText(published.subject.slice(0, 100))})`;
}

function reasonOf({ errors = [], more }: EnvironmentStatus): string {
  const [first] = errors;
  if (first === undefined) return '';
  const others = errors.length - 1 + (more?.errors ?? 0);
  return `: ${first.message}${others > 0 ? ` (and ${others} more)` : ''}`;
}

function commitKeys({ published, ref }: EnvironmentStatus): Pick<Notification, 'commit'> {
  if (published === undefined) return {};
  const { commit: id, author } = published;
  const subject = redactText(published.subject.slice(0, 300));
  return { commit: { id, subject, author: redactText(author.slice(0, 300)), ...(ref !== undefined && { ref }) } };
}

function shownErrors({ errors = [] }: EnvironmentStatus): NonNullable<Notification['errors']> {
  return errors.slice(0, mostErrors).map(({ code, message, id, file, line }) => ({
    code,
    message: clip(message),
    ...(id !== undefined && { id }),
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
  }));
}

function heldOf(facts: EnvironmentStatus): NonNullable<Notification['held']> {
  return { objects: heldCount(facts), ...(facts.held?.plan !== undefined && { plan: facts.held.plan }) };
}

function heldCount({ counts, held }: EnvironmentStatus): number {
  return counts?.held ?? held?.objects.length ?? 0;
}

function clip(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText).toWellFormed()}…`;
}

function idOf(facts: object): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32);
}
