import { appendFile, chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { git, gitText, shellText } from './git.ts';
import { temporaryDirectory } from './temporaryDirectory.ts';

export type CommitOptions = {
  readonly author?: string;
  readonly email?: string;
  /** What `git commit --date` takes; also the committer's date. */
  readonly date?: string;
};

export type WorkingCopy = AsyncDisposable & {
  readonly directory: string;
  write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
  writeExecutable(path: string, content: string): Promise<void>;
  link(path: string, target: string): Promise<void>;
  remove(...paths: string[]): Promise<void>;
  /** Commits everything that differs, also nothing. Resolves to the commit id. */
  commit(message: string, options?: CommitOptions): Promise<string>;
  /** The same, and pushes the current branch. */
  commitAndPush(message: string): Promise<string>;
  /** Pushes the current branch, or the given refspecs. */
  push(options?: { readonly force?: boolean; readonly refspecs?: readonly string[] }): Promise<void>;
  git(...arguments_: string[]): Promise<string>;
  gitBytes(...arguments_: string[]): Promise<Buffer>;
};

/** Clones with the git CLI; an empty repository is fine. Credentials go into the URL of the remote, in this copy only. */
export async function cloneWorkingCopy(options: {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** Directory of the bare repository, to do without the server: a third of the processes, and no push is told. */
  readonly pushTo?: string;
}): Promise<WorkingCopy> {
  const url = new URL(options.url);
  url.username = options.username ?? '';
  url.password = options.password ?? '';
  await using stack = new AsyncDisposableStack();
  const temporary = stack.use(await temporaryDirectory('working-copy'));
  const directory = join(temporary.path, 'copy');
  await git(['-c', 'init.defaultBranch=main', 'clone', '--quiet', options.pushTo ?? url.href, directory]);
  await appendFile(join(directory, '.git', 'config'), '[user]\n\tname = Ada Example\n\temail = ada@example.org\n');
  const owned = stack.move();
  const inside = (...arguments_: string[]): Promise<string> => gitText(arguments_, { cwd: directory });

  async function writeOne(path: string, content: string | Uint8Array): Promise<void> {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }

  // One shell for all commands: each process that a test starts costs it more than git takes.
  async function commit(message: string, person: CommitOptions = {}, between = ''): Promise<string> {
    const { author = 'Ada Example', email = 'ada@example.org', date } = person;
    const flags = '--quiet --allow-empty --allow-empty-message --no-gpg-sign';
    const script = `git add --all --force . && git commit ${flags} -m "$1" && ${between}git rev-parse HEAD`;
    return await shellText(script, [message], {
      cwd: directory,
      environment: {
        GIT_AUTHOR_NAME: author,
        GIT_AUTHOR_EMAIL: email,
        GIT_COMMITTER_NAME: author,
        GIT_COMMITTER_EMAIL: email,
        ...(date === undefined ? {} : { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }),
      },
    });
  }

  return {
    directory,
    async write(files) {
      for (const [path, content] of Object.entries(files)) await writeOne(path, content);
    },
    async writeExecutable(path, content) {
      await writeOne(path, content);
      await chmod(join(directory, path), 0o755);
    },
    async link(path, target) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await symlink(target, join(directory, path));
    },
    async remove(...paths) {
      for (const path of paths) await rm(join(directory, path), { recursive: true });
    },
    commit: (message, person) => commit(message, person),
    commitAndPush: (message) => commit(message, {}, 'git push --quiet origin HEAD && '),
    async push({ force = false, refspecs = ['HEAD'] } = {}) {
      await git(['push', '--quiet', ...(force ? ['--force'] : []), 'origin', ...refspecs], { cwd: directory });
    },
    git: inside,
    gitBytes: (...arguments_) => git(arguments_, { cwd: directory }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
