import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlPlane } from '../test/support/controlPlane.ts';
import { countRequests } from './countRequests.ts';
import type { Cost } from './row.ts';

/** Milliseconds in which it is looked at what goes on anyway. */
const quiet = 5_000;
const millisecondsPerTick = 10;

type Reading = { at: number; cpu: Record<string, number>; requests: Record<string, number> };

/** CPU and requests of some work, less what the control plane does by itself in as much time. */
export class Meter {
  readonly #controlPlane: ControlPlane;

  constructor(controlPlane: ControlPlane) {
    this.#controlPlane = controlPlane;
  }

  /** `pids` are our processes; they must live until the work has ended. */
  async measure(pids: Record<string, number>, work: () => Promise<void>): Promise<Cost> {
    const first = await this.#read({});
    await sleep(quiet);
    const second = await this.#read(pids);
    await work();
    const third = await this.#read(pids);
    const share = (third.at - second.at) / (second.at - first.at);
    const background = (before: Record<string, number>, after: Record<string, number>, name: string): number =>
      before[name] === undefined ? 0 : ((after[name] ?? 0) - before[name]) * share;
    const spent = (kind: 'cpu' | 'requests'): Record<string, number> =>
      Object.fromEntries(
        Object.entries(third[kind]).map(([name, value]) => {
          const own = value - (second[kind][name] ?? 0) - background(first[kind], second[kind], name);
          return [name, Math.max(0, Math.round(own))];
        }),
      );
    return { cpu: spent('cpu'), requests: spent('requests') };
  }

  async #read(pids: Record<string, number>): Promise<Reading> {
    const servers = this.#controlPlane.processes.filter(({ name }) => /etcd|apiserver/.test(name));
    const all = [...Object.entries(pids), ...servers.map(({ name, pid }): [string, number] => [name, pid])];
    const cpu: Record<string, number> = {};
    for (const [name, pid] of all) cpu[name] = await cpuOf(pid);
    return { at: performance.now(), cpu, requests: await countRequests(this.#controlPlane.kubeconfig) };
  }
}

/** Milliseconds of CPU that a process has taken so far (proc(5): utime and stime). */
export async function cpuOf(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * millisecondsPerTick;
}

/** MiB of resident memory: now, and the most there ever was. */
export async function memoryOf(pid: number): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const read = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}
