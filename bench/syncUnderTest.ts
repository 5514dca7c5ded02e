import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../test/support/eventually.ts';
import { freePort } from '../test/support/freePort.ts';
import { Program } from '../test/support/program.ts';
import { sendPush } from '../test/support/webhookSender.ts';

const secret = 'the-secret-of-the-benchmark';
const environment = 'bench';

/** sync as a process of its own, following `main` of one repository. Everything it keeps lies below `directory`. */
export class SyncUnderTest implements AsyncDisposable {
  readonly #directory: string;
  readonly #url: string;
  readonly #listen: string;
  readonly #internal: string;
  #program: Program | undefined;
  #starts = 0;

  private constructor(directory: string, url: string, [listen, internal]: readonly [string, string]) {
    this.#directory = directory;
    this.#url = url;
    this.#listen = listen;
    this.#internal = internal;
  }

  static async prepare(directory: string, url: string): Promise<SyncUnderTest> {
    const listeners = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`] as const;
    for (const name of ['credentials', 'webhook']) await mkdir(join(directory, name), { recursive: true });
    await writeFile(join(directory, 'webhook', 'secret'), secret);
    return new SyncUnderTest(directory, url, listeners);
  }

  /**
   * Starts with nothing fetched and nothing published; milliseconds from "listening" to the first publication of `commit`.
   * In directories of its own each time, since file systems take many times as long to make files where many were just
   * removed.
   */
  async firstPublication(commit: string): Promise<number> {
    await this.stop();
    this.#starts += 1;
    await this.#configure();
    const env = { NODE_COMPILE_CACHE: join(this.#directory, 'compiled') };
    const program = new Program({ name: 'sync', config: join(this.#directory, 'couplet.yaml'), env });
    this.#program = program;
    const publishedAt = await this.#published(commit, 20);
    const listening = program.log.find(({ msg }) => msg === 'listening');
    return Date.parse(publishedAt) - Date.parse(String(listening?.['time']));
  }

  /** Publishes once, so that what follows starts from a warm cache of compiled code, as the images carry it. */
  async warmUp(commit: string): Promise<void> {
    await this.firstPublication(commit);
    // Only a process that ends by itself fills the cache.
    await this.#program?.terminate();
  }

  /** Milliseconds from sending a signed webhook to the publication of `commit`. */
  async webhookToPublication(commit: string): Promise<number> {
    const started = performance.now();
    const push = { ref: 'refs/heads/main', before: '1'.repeat(40), after: commit };
    const answer = sendPush(push, { url: `http://${this.#listen}`, secret });
    await this.#published(commit, 1);
    const ms = performance.now() - started;
    await answer;
    return ms;
  }

  /** MiB of resident memory: now, and the most there ever was. */
  async memory(): Promise<{ now: number; peak: number }> {
    const status = await readFile(`/proc/${this.#program?.pid}/status`, 'utf8');
    const read = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024;
    return { now: read('VmRSS'), peak: read('VmHWM') };
  }

  async stop(): Promise<void> {
    await this.#program?.[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #configure(): Promise<void> {
    const at = (name: string): string => join(this.#directory, name);
    const [listen, internal] = [this.#listen, this.#internal];
    const config = {
      repository: { url: this.#url, poll: '1h' },
      environments: [{ name: environment, ref: 'main' }],
      sync: {
        listen,
        internal,
        credentials: at('credentials'),
        webhook: at('webhook'),
        git: at(`git-${this.#starts}`),
      },
      volume: this.#volume,
    };
    await writeFile(at('couplet.yaml'), JSON.stringify(config));
  }

  get #volume(): string {
    return join(this.#directory, `volume-${this.#starts}`);
  }

  async #published(commit: string, every: number): Promise<string> {
    const file = join(this.#volume, 'environments', `${environment}.json`);
    const read = async (): Promise<string | undefined> => {
      const text = await readFile(file, 'utf8').catch(() => '{}');
      const publication = JSON.parse(text) as { commit?: string; publishedAt?: string };
      return publication.commit === commit ? publication.publishedAt : undefined;
    };
    return eventually(`${commit} is published`, read, {
      every,
      within: 600_000,
      last: () => this.#program?.everything(),
    });
  }
}
