import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { eventually } from '../support/eventually.ts';
import { imageOf, type ProgramName } from './buildImages.ts';
import { podman, podmanArguments } from './engine.ts';

export type ContainerOptions = {
  program: ProgramName;
  /** Directories and files of this machine by where the container sees them; `writable` is the exception. */
  mounts: { from: string; to: string; writable?: boolean }[];
  env?: Record<string, string>;
  /** Limit in MiB. */
  memory: number;
  /** Answers 200 once the program is up. */
  healthUrl: string;
};

/** One container under the rules of the pod in k8s/base: its user, no capability, nothing writable but its mounts. */
export class Container implements AsyncDisposable {
  readonly name: string;
  readonly #options: ContainerOptions;
  readonly #child: ChildProcess;
  readonly #exited: Promise<number>;
  #output = '';
  #ended = false;

  private constructor(options: ContainerOptions) {
    this.name = `couplet-${options.program}-${randomBytes(4).toString('hex')}`;
    this.#options = options;
    this.#child = spawn('podman', podmanArguments('run', '--name', this.name, ...podRules(options)), {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { promise, resolve } = Promise.withResolvers<number>();
    this.#exited = promise;
    this.#child.on('close', (code) => {
      this.#ended = true;
      resolve(code ?? 1);
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream !== null) createInterface({ input: stream }).on('line', (line) => (this.#output += `${line}\n`));
    }
  }

  static async start(options: ContainerOptions): Promise<Container> {
    const container = new Container(options);
    try {
      const answers = async (): Promise<true | undefined> => {
        if (container.#ended) throw new Error(`${options.program} ended at its start:\n${container.#output}`);
        const response = await fetch(options.healthUrl).catch(() => undefined);
        return response?.ok === true ? true : undefined;
      };
      // Each start copies the image, 200 MB: a minute on a busy machine.
      await eventually(`${options.program} answers ${options.healthUrl}`, answers, { within: 300_000 });
      return container;
    } catch (error) {
      await container[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Everything it wrote. */
  get output(): string {
    return this.#output;
  }

  /** Process id on this machine. */
  async pid(): Promise<number> {
    return Number(await podman('inspect', '--format', '{{.State.Pid}}', this.name));
  }

  /** Runs a program of the image in the container; resolves to its code and what it wrote. */
  async exec(...command: string[]): Promise<{ code: number; output: string }> {
    return await podman('exec', this.name, ...command).then(
      (output) => ({ code: 0, output }),
      (error: { code?: number; stdout?: string; stderr?: string }) => ({
        code: error.code ?? -1,
        output: `${error.stdout}${error.stderr}`,
      }),
    );
  }

  /** Runs JavaScript in the container, and gives what it printed. */
  async evaluate(script: string): Promise<string> {
    return (await this.exec('/usr/local/bin/node', '--eval', script)).output.trim();
  }

  /** kill -9 of the program, then the same container anew, as the kubelet would start it. */
  async kill(): Promise<number> {
    process.kill(await this.pid(), 'SIGKILL');
    return await this.#exited;
  }

  async again(): Promise<Container> {
    return await Container.start(this.#options);
  }

  /** SIGTERM; resolves to the exit code. */
  async terminate(): Promise<number> {
    process.kill(await this.pid(), 'SIGTERM');
    return await this.#exited;
  }

  /** MiB of resident memory, now and at its highest, by the kernel's account of the process. */
  async memory(): Promise<{ now: number; peak: number }> {
    const status = await readFile(`/proc/${await this.pid()}/status`, 'utf8');
    const read = (field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
    return { now: read('VmRSS'), peak: read('VmHWM') };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) await podman('rm', '--force', '--time', '0', this.name).catch(() => this.#child.kill('SIGKILL'));
    await this.#exited;
  }
}

function podRules({ program, mounts, env = {}, memory }: ContainerOptions): string[] {
  return [
    '--rm',
    // A timer for HEALTHCHECK would need systemd; tests ask for it by name.
    '--health-interval=disable',
    '--network=host',
    '--user=65532:65532',
    '--read-only',
    '--read-only-tmpfs=false',
    '--cap-drop=ALL',
    '--security-opt=no-new-privileges',
    `--memory=${memory}m`,
    `--memory-swap=${memory}m`,
    '--ulimit=nofile=1024:1024',
    '--ulimit=nproc=1000:1000',
    ...mounts.map(({ from, to, writable = false }) => `--volume=${from}:${to}:${writable ? 'rw' : 'ro'}`),
    ...Object.entries(env).map(([name, value]) => `--env=${name}=${value}`),
    imageOf(program),
  ];
}
