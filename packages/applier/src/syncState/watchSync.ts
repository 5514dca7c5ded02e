import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '@couplet/daemon';
import type { EnvironmentEvent } from '../events.ts';
import type { GitFacts } from './gitFacts.ts';
import { judgeGit, type GitMemory } from './judgeGit.ts';
import type { AskSync } from './syncAnswer.ts';

export type WatchSyncDeps = {
  readonly ask: AskSync;
  readonly environments: { names(): readonly string[] };
  /** What is told so far: an environment that was configured anew has forgotten it. */
  readonly status: { get(environment: string): { readonly git?: GitFacts } | undefined };
  /** `repository.poll` in milliseconds. */
  readonly poll: () => number;
  readonly record: (event: EnvironmentEvent) => void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** Milliseconds between an answer and the next question. */
const interval = 5_000;

const [shortestPatience, longestPatience] = [5_000, 60_000];

/**
 * Asks sync again and again how it gets on with git, one question at a time, and records what has changed for each
 * environment. What a missing poll tells is told after `repository.poll`, within bounds. Resolves when the signal aborts.
 */
export async function watchSync(deps: WatchSyncDeps): Promise<void> {
  const { ask, environments, status, poll, record, clock, signal } = deps;
  const startedAt = clock.now();
  let answeredAt: number | undefined;
  let memories = new Map<string, GitMemory>();
  while (!signal.aborted) {
    const answer = await ask(signal);
    if (signal.aborted) return;
    const now = clock.now();
    if (answer.kind === 'status') answeredAt = now;
    const patience = Math.min(Math.max(poll(), shortestPatience), longestPatience);
    const circumstances = { now, startedAt, patience, poll: poll(), ...(answeredAt !== undefined && { answeredAt }) };
    const judged = new Map<string, GitMemory>();
    for (const environment of environments.names()) {
      const before = memories.get(environment);
      const memory = judgeGit(environment, before, answer, circumstances);
      judged.set(environment, memory);
      const isTold = status.get(environment)?.git !== undefined;
      if (isTold && isDeepStrictEqual(before?.facts, memory.facts)) continue;
      const same = before?.facts.state === memory.facts.state;
      record({ kind: 'git', environment, at: now, facts: memory.facts, same });
    }
    memories = judged;
    await clock.sleep(interval, signal).catch(() => {});
  }
}
