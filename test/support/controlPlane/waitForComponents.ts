import { readFile } from 'node:fs/promises';
import { eventually } from '../eventually.ts';
import type { Component } from './startComponent.ts';

export type Wait = {
  /** What is waited for, after "expected": "kube-apiserver to be ready". */
  readonly what: string;
  readonly component: Component;
  /** All that were started: the end of any of them ends the wait. */
  readonly components: readonly Component[];
  /** A rejection means not yet. */
  readonly ready: () => Promise<boolean>;
  /** Milliseconds. */
  readonly within?: number;
};

/** Waits until `ready`. When a component ends before, or the time is over, the error shows the last lines of its log. */
export async function waitForComponents(wait: Wait): Promise<void> {
  const { what, component, components, ready, within = 120_000 } = wait;
  let failure: unknown;
  const found = await eventually<Component | 'ready'>(
    what,
    async () => {
      const ended = components.find((each) => each.end() !== undefined);
      if (ended !== undefined) return ended;
      const isReady = await ready().catch((error: unknown) => {
        failure = error;
        return false;
      });
      return isReady ? 'ready' : undefined;
    },
    { within, every: 20 },
  ).catch(() => component);
  if (found === 'ready') return;
  const state = found.end() ?? `nothing of it within ${within / 1000} s`;
  throw new Error(
    `Cannot start the control plane: expected ${what}, found ${found.name}: ${state}. Last lines of its log:\n${await readTail(found.logFile)}`,
    { cause: failure },
  );
}

async function readTail(file: string): Promise<string> {
  const text = (await readFile(file, 'utf8').catch(() => '')).trimEnd();
  if (text === '') return '  (the log is empty)';
  const lines = text.split('\n').slice(-15);
  return lines.map((line) => `  ${line}`).join('\n');
}
