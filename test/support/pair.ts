import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import { freePort } from './freePort.ts';
import { startGitServer, type GitServer } from './gitServer.ts';
import { Kubernetes } from './kubernetes.ts';
import { Program } from './program.ts';
import { sendPush } from './webhookSender.ts';
import { cloneWorkingCopy, type WorkingCopy } from './workingCopy.ts';

export type PairOptions = {
  /** Empty directory in which everything lives. */
  directory: string;
  kubeconfig: string;
  /** Namespace of the set parents; created when it is missing. */
  ownNamespace: string;
  environments: ({ name: string } & Record<string, unknown>)[];
  repository?: object;
  applier?: object;
  /** Password of the git server, given to sync in its credentials directory. */
  password?: string;
};

/** What `GET /api/environments/<name>` answers, as far as it is looked at here. */
export type EnvironmentAnswer = {
  name: string;
  state: string;
  published?: { commit: string; tree: string; subject: string; author: string; at: string };
  applied?: { commit: string; tree: string; at: string };
  healthy?: { commit: string; tree: string; at: string };
  progress?: { done: number; of: number; message?: string };
  run?: string;
  trigger?: string;
  counts?: Record<string, number>;
  errors?: {
    code: string;
    message: string;
    id?: string;
    file?: string;
    line?: number;
    manager?: string;
    field?: string;
  }[];
  warnings?: { code: string; message: string }[];
  stages?: { stage: string; at: string; ms?: number }[];
  objects?: number;
  requests?: number;
  skipped?: { path: string }[];
};

const repositoryName = 'config';

/** A git server, sync and applier as processes that share only the volume directory, and a webhook for each push. */
export class Pair implements AsyncDisposable {
  readonly options: PairOptions;
  readonly gitServer: GitServer;
  readonly copy: WorkingCopy;
  readonly kubernetes: Kubernetes;
  readonly secret = randomBytes(16).toString('hex');
  readonly token = randomBytes(16).toString('hex');
  readonly volume: string;
  readonly configFile: string;
  readonly ports: { sync: number; internal: number; applier: number };
  /** Answers of sync to the webhooks that were sent. */
  readonly deliveries: Promise<unknown>[] = [];
  sendWebhooks = true;
  sync: Program | undefined;
  applier: Program | undefined;

  private constructor(options: PairOptions, parts: { gitServer: GitServer; copy: WorkingCopy; ports: Pair['ports'] }) {
    this.options = options;
    this.gitServer = parts.gitServer;
    this.copy = parts.copy;
    this.ports = parts.ports;
    this.kubernetes = new Kubernetes(options.kubeconfig);
    this.volume = join(options.directory, 'volume');
    this.configFile = join(options.directory, 'couplet.yaml');
  }

  /** Everything but the two programs; the first commit is what `files` holds. */
  static async prepare(options: PairOptions, files: Record<string, string>): Promise<Pair> {
    const { directory, password } = options;
    const credentials = password === undefined ? {} : { username: 'sync', password };
    const gitServer = await startGitServer({ directory: join(directory, 'repositories'), ...credentials });
    await gitServer.createRepository(repositoryName);
    const copy = await cloneWorkingCopy({ url: gitServer.repositoryUrl(repositoryName), ...credentials });
    await copy.write(files);
    await copy.commitAndPush('Start with the shop');
    const ports = { sync: await freePort(), internal: await freePort(), applier: await freePort() };
    const pair = new Pair(options, { gitServer, copy, ports });
    await pair.kubernetes.createNamespace(options.ownNamespace);
    await pair.writeSecrets();
    await pair.writeConfig();
    await mkdir(pair.volume, { recursive: true });
    gitServer.onPush((push) => {
      if (pair.sendWebhooks)
        pair.deliveries.push(sendPush(push, { url: pair.syncUrl, secret: pair.secret }).catch(String));
    });
    return pair;
  }

  static async start(options: PairOptions, files: Record<string, string>): Promise<Pair> {
    const pair = await Pair.prepare(options, files);
    try {
      await pair.startBoth();
    } catch (error) {
      await pair[Symbol.asyncDispose]();
      throw error;
    }
    return pair;
  }

  /** Rejects when both have come up or given up: one that is still starting could not be ended. */
  async startBoth(more: { nodeArguments?: string[]; env?: Record<string, string> } = {}): Promise<void> {
    const started = await Promise.allSettled([this.startSync(more), this.startApplier(more)]);
    for (const one of started) if (one.status === 'rejected') throw one.reason;
  }

  get syncUrl(): string {
    return `http://127.0.0.1:${this.ports.sync}`;
  }

  get pageUrl(): string {
    return `http://127.0.0.1:${this.ports.applier}`;
  }

  get credentialsDirectory(): string {
    return join(this.options.directory, 'credentials');
  }

  async startSync(more: { nodeArguments?: string[]; env?: Record<string, string> } = {}): Promise<Program> {
    const healthUrl = `http://127.0.0.1:${this.ports.internal}/healthz`;
    this.sync = await Program.start({ name: 'sync', config: this.configFile, healthUrl, ...more });
    return this.sync;
  }

  async startApplier(more: { nodeArguments?: string[]; env?: Record<string, string> } = {}): Promise<Program> {
    const healthUrl = `${this.pageUrl}/healthz`;
    this.applier = await Program.start({ name: 'applier', config: this.configFile, healthUrl, ...more });
    return this.applier;
  }

  /** `more` is put over what the options say of the repository. */
  async writeConfig(environments = this.options.environments, more: object = {}): Promise<void> {
    const { directory, kubeconfig, ownNamespace, repository, applier } = this.options;
    const config = {
      repository: { url: this.gitServer.repositoryUrl(repositoryName), poll: '1h', ...repository, ...more },
      environments,
      sync: {
        listen: `127.0.0.1:${this.ports.sync}`,
        internal: `127.0.0.1:${this.ports.internal}`,
        credentials: this.credentialsDirectory,
        webhook: join(directory, 'webhook'),
        git: join(directory, 'git'),
      },
      applier: { listen: `127.0.0.1:${this.ports.applier}`, namespace: ownNamespace, kubeconfig, ...applier },
      volume: this.volume,
    };
    await writeFile(this.configFile, JSON.stringify(config, undefined, 2));
  }

  async writeSecrets(): Promise<void> {
    const webhook = join(this.options.directory, 'webhook');
    await mkdir(webhook, { recursive: true });
    await mkdir(this.credentialsDirectory, { recursive: true });
    await writeFile(join(webhook, 'secret'), this.secret);
    await writeFile(join(webhook, 'token'), this.token);
    if (this.options.password === undefined) return;
    await writeFile(join(this.credentialsDirectory, 'username'), 'sync');
    await writeFile(join(this.credentialsDirectory, 'password'), this.options.password);
  }

  /** Writes and removes files, commits and pushes; resolves to the commit id once git has it. */
  async push(subject: string, change: { write?: Record<string, string>; remove?: string[] }): Promise<string> {
    if (change.write !== undefined) await this.copy.write(change.write);
    if (change.remove !== undefined) await this.copy.remove(...change.remove);
    return await this.copy.commitAndPush(subject);
  }

  async environment(name: string): Promise<EnvironmentAnswer> {
    // A kept connection may be closed by the applier in the very moment in which a slow test uses it again.
    const headers = { connection: 'close' };
    const response = await fetch(`${this.pageUrl}/api/environments/${name}`, { headers });
    return (await response.json()) as EnvironmentAnswer;
  }

  /** Waits until the environment is in one of the states with that commit published; healthy is also applied. */
  async reach(
    name: string,
    commit: string,
    states: string[] = ['applied'],
    within = 60_000,
  ): Promise<EnvironmentAnswer> {
    let seen: EnvironmentAnswer | undefined;
    return await eventually(
      `environment ${name} is ${states.join(' or ')} at ${commit.slice(0, 7)}`,
      async () => {
        seen = await this.environment(name);
        const reached = states.includes(seen.state) || (seen.state === 'healthy' && states.includes('applied'));
        return seen.published?.commit === commit && reached ? seen : undefined;
      },
      { within, last: () => seen },
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.sync?.[Symbol.asyncDispose](), this.applier?.[Symbol.asyncDispose]()]);
    await this.gitServer[Symbol.asyncDispose]();
    await this.copy[Symbol.asyncDispose]();
    this.kubernetes.close();
  }
}
