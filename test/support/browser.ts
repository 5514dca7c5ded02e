import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { chromium, type Browser as Chromium, type BrowserContextOptions, type Page } from 'playwright-core';
import { requirePrograms } from './requirePrograms.ts';

export type Visit = {
  url: string;
  /** CSS pixels; default: 1280 wide. */
  width?: number;
  height?: number;
  colours?: 'light' | 'dark';
  /** False: the page is looked at as if the browser knew no script. */
  javaScript?: boolean;
  /** Complaints of the browser that this visit provokes. */
  expected?: RegExp;
};

/** Without these it talks to hosts of its maker at every start. */
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** Milliseconds that an element may take to appear: a push on a busy machine takes seconds to get through. */
const patience = 30_000;

/** A real Chromium without a window. Each visit has cookies and a cache of its own. */
export class Browser implements AsyncDisposable {
  readonly #chromium: Chromium;

  private constructor(started: Chromium) {
    this.#chromium = started;
  }

  static async start(): Promise<Browser> {
    await requirePrograms(['chromium'], (line) => process.stderr.write(`${line}\n`));
    const executablePath = await pathOf('chromium');
    return new Browser(await chromium.launch({ executablePath, args: quiet, timeout: patience }));
  }

  /**
   * Opens the page and hands it to `look`. Fails afterwards if a script failed, the browser had an error to tell (a
   * violation of the Content-Security-Policy is one) or the page asked anyone but loopback.
   */
  async visit<T>(options: Visit, look: (page: Page) => Promise<T>): Promise<T> {
    const context = await this.#chromium.newContext(contextOptions(options));
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(patience);
      const complaints = watch(page);
      await page.goto(options.url, { waitUntil: 'load' });
      const result = await look(page);
      const unexpected = complaints.filter((complaint) => options.expected?.test(complaint) !== true);
      if (unexpected.length > 0) throw new Error(`${options.url} has faults:\n${unexpected.join('\n')}`);
      return result;
    } finally {
      await context.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#chromium.close();
  }
}

function contextOptions({
  width = 1280,
  height = 900,
  colours = 'light',
  javaScript = true,
}: Visit): BrowserContextOptions {
  return {
    viewport: { width, height },
    colorScheme: colours,
    javaScriptEnabled: javaScript,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  };
}

/** What goes wrong in the page from now on, in the words of the browser. */
function watch(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`script: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== 'http:' || hostname !== '127.0.0.1') complaints.push(`asked ${request.url()}`);
  });
  return complaints;
}

async function pathOf(program: string): Promise<string> {
  for (const directory of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(directory, program);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  throw new Error(`Cannot start ${program}: it must be on the PATH`);
}
