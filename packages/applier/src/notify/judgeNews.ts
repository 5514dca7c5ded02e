import type { NotifyEvent } from '@couplet/config';
import { mostCauses, type Condition } from './condition.ts';
import type { Told } from './told.ts';

/** `forget`: it is over, and the receiver does not want to hear that. `wait`: until then (milliseconds since 1970) it is no news. */
export type Judgement =
  | { kind: 'none' }
  | { kind: 'forget' }
  | { kind: 'wait'; until: number }
  | { kind: 'tell'; event: NotifyEvent };

/** Milliseconds, and how many notifications of one environment a receiver gets within them. */
export const dampingWindow = 10 * 60_000;
export const mostInWindow = 4;

/**
 * Whether the condition of an environment is news to a receiver that was told `told`: another state, or something wrong
 * that was not told yet. `sent` are the times of what it was told of this environment, the oldest first. Pure.
 */
export function judgeNews(
  {
    on,
    told,
    condition,
    sent,
  }: {
    on: readonly NotifyEvent[];
    told: Told | undefined;
    condition: Condition;
    sent: readonly number[];
  },
  now: number,
): Judgement {
  const event = eventOf(condition, told);
  if (event === undefined) return { kind: 'none' };
  if (!on.includes(event)) return event === 'recovered' ? { kind: 'forget' } : { kind: 'none' };
  const until = Math.max(dampedUntil(sent), condition.kind === 'trouble' ? condition.tellAt : 0);
  return until > now ? { kind: 'wait', until } : { kind: 'tell', event };
}

function eventOf(condition: Condition, told: Told | undefined): NotifyEvent | undefined {
  if (condition.kind === 'pending') return undefined;
  if (condition.kind === 'well') return told === undefined ? undefined : 'recovered';
  const { state, causes } = condition;
  if (told?.state !== state) return state;
  // A list that is full says nothing about what is not in it.
  if (told.causes.length >= mostCauses) return undefined;
  return causes.every((cause) => told.causes.includes(cause)) ? undefined : state;
}

function dampedUntil(sent: readonly number[]): number {
  const oldest = sent.at(-mostInWindow);
  return oldest === undefined ? 0 : oldest + dampingWindow;
}
