import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { appendFile, mkdir, readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { serveCgi } from './cgi.ts';
import { git, gitEnvironment } from './git.ts';
import { portOf } from './portOf.ts';

export type Push = {
  readonly repository: string;
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  /** Milliseconds since the epoch, when receive-pack had ended. */
  readonly at: number;
};

export type GitServer = AsyncDisposable & {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly directory: string;
  /** Requests answered so far. */
  readonly requests: number;
  repositoryUrl(name: string): string;
  /** The bare repository's directory on disk. */
  repositoryDirectory(name: string): string;
  /** Makes an empty bare repository whose HEAD names `main`. */
  createRepository(name: string, options?: { objectFormat?: 'sha1' | 'sha256' }): Promise<string>;
  /** Called once for each ref that a push moved, before the client of the push has its answer. */
  onPush(listener: (push: Push) => void): void;
};

export type GitServerOptions = {
  readonly directory: string;
  readonly username?: string;
  readonly password?: string;
  readonly port?: number;
};

const noCommit = '0'.repeat(40);

/** Serves the bare repositories `<directory>/<name>.git` by the real `git http-backend`; basic auth when a password is given. */
export async function startGitServer(options: GitServerOptions): Promise<GitServer> {
  const { directory } = options;
  await mkdir(directory, { recursive: true });
  const listeners: ((push: Push) => void)[] = [];
  let requests = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requests += 1;
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (!isAllowed(request, options)) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return;
    }
    const repository = /^\/(.+?)\.git\//.exec(url.pathname)?.[1];
    const isPush = url.pathname.endsWith('/git-receive-pack') && repository !== undefined;
    const before = isPush ? await readRefs(join(directory, `${repository}.git`)) : new Map<string, string>();
    const cgi = { command: 'git', arguments: ['http-backend'], environment: cgiEnvironment(request, url, options) };
    await serveCgi(cgi, request, response, async () => {
      if (!isPush) return;
      const at = Date.now();
      const after = await readRefs(join(directory, `${repository}.git`));
      for (const push of movedRefs(repository, before, after, at)) for (const listener of listeners) listener(push);
    });
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(options.port ?? 0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${portOf(server)}`;
  return {
    url,
    directory,
    get requests() {
      return requests;
    },
    repositoryUrl: (name) => `${url}/${name}.git`,
    repositoryDirectory: (name) => join(directory, `${name}.git`),
    async createRepository(name, { objectFormat = 'sha1' } = {}) {
      const path = join(directory, `${name}.git`);
      await git(['init', '--quiet', '--bare', '--initial-branch=main', `--object-format=${objectFormat}`, path]);
      // As hosted services do: every branch may be deleted, and nothing runs in the background after a push.
      await appendFile(join(path, 'config'), '[receive]\n\tdenyDeleteCurrent = ignore\n\tautogc = false\n');
      return path;
    },
    onPush: (listener) => void listeners.push(listener),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function isAllowed(request: IncomingMessage, options: GitServerOptions): boolean {
  if (options.password === undefined) return true;
  const pair = `${options.username ?? ''}:${options.password}`;
  return request.headers.authorization === `Basic ${Buffer.from(pair).toString('base64')}`;
}

function cgiEnvironment(request: IncomingMessage, url: URL, options: GitServerOptions): Record<string, string> {
  const header = (name: string): string => request.headersDistinct[name]?.[0] ?? '';
  return {
    ...gitEnvironment(),
    GIT_PROJECT_ROOT: options.directory,
    GIT_HTTP_EXPORT_ALL: '1',
    GATEWAY_INTERFACE: 'CGI/1.1',
    REQUEST_METHOD: request.method ?? 'GET',
    PATH_INFO: decodeURIComponent(url.pathname),
    QUERY_STRING: url.search.slice(1),
    CONTENT_TYPE: header('content-type'),
    HTTP_CONTENT_ENCODING: header('content-encoding'),
    GIT_PROTOCOL: header('git-protocol'),
    REMOTE_ADDR: '127.0.0.1',
    // A named user is what makes http-backend accept a push.
    REMOTE_USER: options.username ?? 'anyone',
    ...(request.headers['content-length'] === undefined ? {} : { CONTENT_LENGTH: header('content-length') }),
  };
}

/** Without a process: whoever waits for the push would wait for that as well. */
async function readRefs(repository: string): Promise<Map<string, string>> {
  const packed = await readFile(join(repository, 'packed-refs'), 'utf8').catch(() => '');
  const refs = new Map(Array.from(packed.matchAll(/^([0-9a-f]{40,}) (\S+)$/gm), ([, id = '', ref = '']) => [ref, id]));
  for (const entry of await readdir(join(repository, 'refs'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.lock')) continue;
    const file = join(entry.parentPath, entry.name);
    // One that another push has just removed is none.
    const id = await readFile(file, 'utf8').catch(() => '');
    if (id !== '') refs.set(relative(repository, file), id.trim());
  }
  return refs;
}

function movedRefs(repository: string, before: Map<string, string>, after: Map<string, string>, at: number): Push[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((ref) => ({ repository, ref, before: before.get(ref) ?? noCommit, after: after.get(ref) ?? noCommit, at }))
    .filter((push) => push.before !== push.after);
}
