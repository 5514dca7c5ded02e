import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const changing = [
  [
    fs,
    [
      'mkdirSync',
      'chmodSync',
      'renameSync',
      'symlinkSync',
      'linkSync',
      'rmSync',
      'unlinkSync',
      'rmdirSync',
      'writeSync',
      'fchmodSync',
    ],
  ],
  [promises, ['rm']],
] as const;

/** `name` is the function of node:fs that is about to run, `step` how many changing calls came before it. */
type Fault = (name: string, step: number) => Error | undefined;

/**
 * Runs `work` while every call that changes the file system asks `fault` first, and throws what it gives. A write that
 * fails has written half of its bytes, as on a full disk or at a kill.
 */
export async function whileFailing<T>(fault: Fault, work: () => Promise<T>): Promise<T> {
  let steps = 0;
  const restores: (() => void)[] = [];
  for (const [target, names] of changing) {
    for (const name of names) {
      const original: unknown = Reflect.get(target, name);
      if (typeof original !== 'function') throw new TypeError(`no function ${name}`);
      const replacement = (...args: unknown[]): unknown => {
        const failure = fault(name, steps);
        steps += 1;
        if (failure === undefined) return Reflect.apply(original, target, args);
        const bytes = args[1];
        if (name === 'writeSync' && bytes instanceof Uint8Array) {
          Reflect.apply(original, target, [args[0], bytes.subarray(0, bytes.length / 2)]);
        }
        if (target === promises) return Promise.reject(failure);
        throw failure;
      };
      Reflect.set(target, name, replacement);
      restores.push(() => Reflect.set(target, name, original));
    }
  }
  syncBuiltinESMExports();
  try {
    return await work();
  } finally {
    for (const restore of restores) restore();
    syncBuiltinESMExports();
  }
}

class Stopped extends Error {}

/**
 * Runs `work` as if the process were killed after `steps` changes: then nothing changes the file system any more, not
 * even cleaning up. Gives whether `work` came to its end before.
 */
export async function killedAfter(steps: number, work: () => Promise<unknown>): Promise<'killed' | 'done'> {
  const fault: Fault = (_name, step) => (step >= steps ? new Stopped('stopped') : undefined);
  try {
    await whileFailing(fault, work);
    return 'done';
  } catch (error) {
    for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof Stopped) return 'killed';
    throw error;
  }
}

/** How many changes of the file system `work` makes. */
export async function countSteps(work: () => Promise<unknown>): Promise<number> {
  let steps = 0;
  await whileFailing(() => void (steps += 1), work);
  return steps;
}

/** The error that the system gives. */
export const systemError = (code: string): Error => Object.assign(new Error(`${code}: made up`), { code });
