import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { liveScript } from '../../packages/applier/src/report/page/live.ts';
import { portOf } from './portOf.ts';

/** The live script on a page that a test writes, with a feed that a test speaks into. */
export class BrowserFeed implements AsyncDisposable {
  /** What stands in `<body>` from now on. */
  body = '';
  style = 'p{color:black}';
  /** False: the page has no place for the state of the connection. */
  isLive = true;
  /** Of the page. */
  status = 200;
  /** Of the feed; other than 200 refuses it. */
  feedStatus = 200;
  loads = 0;
  connections = 0;
  readonly #server: Server;
  readonly #listeners = new Set<ServerResponse>();

  private constructor() {
    this.#server = createServer(({ url }, response) => {
      if (url === '/api/events') this.#follow(response);
      else this.#answer(response);
    });
  }

  static async start(): Promise<BrowserFeed> {
    const feed = new BrowserFeed();
    feed.#server.listen(0, '127.0.0.1');
    await once(feed.#server, 'listening');
    return feed;
  }

  get url(): string {
    return `http://127.0.0.1:${portOf(this.#server)}`;
  }

  /** How many follow it now. */
  get listeners(): number {
    return this.#listeners.size;
  }

  send(event: string, data: object): void {
    for (const listener of this.#listeners) listener.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Ends all connections, as a restart does. */
  drop(): void {
    for (const listener of this.#listeners) listener.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.drop();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #follow(response: ServerResponse): void {
    this.connections += 1;
    response.writeHead(this.feedStatus, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    if (this.feedStatus !== 200) {
      response.end();
      return;
    }
    response.write('retry: 50\n\n');
    this.#listeners.add(response);
    response.on('close', () => this.#listeners.delete(response));
  }

  #answer(response: ServerResponse): void {
    this.loads += 1;
    response.writeHead(this.status, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; script-src ${hashOf(liveScript)}; style-src ${hashOf(this.style)}; connect-src 'self'`,
    });
    response.end(`<!doctype html><html lang="en"><head><title>${this.loads}</title>
<style>${this.style}</style><script type="module">${liveScript}</script></head>
<body>${this.isLive ? '<p id="live" role="status"></p>' : ''}${this.body}</body></html>`);
  }
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
