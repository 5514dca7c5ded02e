import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { Browser, type Visit } from './browser.ts';
import { BrowserRemote, remoteUrl } from './browserRemote.ts';
import { eventually } from './eventually.ts';
import type { EnvironmentAnswer } from './pair.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';
import { TestPair, type TestPairOptions } from './testPair.ts';

export type BrowserPairOptions = TestPairOptions & {
  /** True: sync follows `remoteUrl`, so that this is the address on the page. */
  hasRemote?: boolean;
};

/** A browser in front of the page of a running pair on a real control plane. */
export class BrowserPair implements AsyncDisposable {
  readonly browser: Browser;
  readonly running: TestPair;
  /** What a person signs in with. */
  readonly token: string;
  readonly #disposables: AsyncDisposableStack;

  private constructor(browser: Browser, running: TestPair, token: string, disposables: AsyncDisposableStack) {
    this.browser = browser;
    this.running = running;
    this.token = token;
    this.#disposables = disposables;
  }

  /** `prepare` is called when the namespaces are there and nothing runs yet. */
  static async start(
    { hasRemote = false, ...options }: BrowserPairOptions,
    prepare?: (running: TestPair) => Promise<void>,
  ): Promise<BrowserPair> {
    await using stack = new AsyncDisposableStack();
    const directory = stack.use(await temporaryDirectory('browser'));
    const token = randomBytes(16).toString('hex');
    const file = join(directory.path, 'token');
    await writeFile(file, `${token}\n`);
    const applier = { token: file, ...options.applier };
    const repository = { ...options.repository, ...(hasRemote && { url: remoteUrl }) };
    const running = stack.use(await TestPair.start({ ...options, repository, applier }, { start: false }));
    const remote = hasRemote ? stack.use(await BrowserRemote.start(running.pair)) : undefined;
    const browser = stack.use(await Browser.start());
    await prepare?.(running);
    await Promise.all([running.pair.startSync({ env: { ...remote?.env } }), running.pair.startApplier()]);
    return new BrowserPair(browser, running, token, stack.move());
  }

  /** Opens a page of the applier, by its path. */
  async visit<T>(path: string, look: (page: Page) => Promise<T>, options: Omit<Visit, 'url'> = {}): Promise<T> {
    return await this.browser.visit({ url: `${this.running.pair.pageUrl}${path}`, ...options }, look);
  }

  /** Waits until what the API says of the environment fits. */
  async sees(name: string, fits: (answer: EnvironmentAnswer) => boolean): Promise<EnvironmentAnswer> {
    let seen: EnvironmentAnswer | undefined;
    const ask = async (): Promise<EnvironmentAnswer | undefined> => {
      seen = await this.running.pair.environment(name);
      return fits(seen) ? seen : undefined;
    };
    return await eventually(`environment ${name} is as expected`, ask, { last: () => seen, within: 120_000 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#disposables.disposeAsync();
  }
}
