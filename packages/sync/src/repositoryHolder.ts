import type { Config } from '@couplet/config';
import { version } from '@couplet/daemon';
import type { Emit } from './events.ts';
import { Repository } from './fetch/repository.ts';
import type { GitAccess } from './fetch/transport.ts';

/** Holds the one open repository and opens another when the settings name another. */
export class RepositoryHolder {
  readonly #emit: Emit;
  readonly #now: () => number;
  readonly #access: GitAccess;
  #open: { readonly key: string; readonly repository: Repository } | undefined;

  constructor(emit: Emit, now: () => number, access: GitAccess = {}) {
    this.#emit = emit;
    this.#now = now;
    this.#access = access;
  }

  /** Only between passes: what the configuration named before is closed. Rejects when the git directory cannot be used. */
  async get({ repository: { url, timeout, limits }, sync: { credentials, git } }: Config): Promise<Repository> {
    const key = JSON.stringify([url, timeout, credentials, git, limits.fileSize]);
    if (this.#open?.key === key) return this.#open.repository;
    const repository = await Repository.open({
      url,
      timeout,
      credentials,
      git,
      largestObject: limits.fileSize,
      userAgent: `couplet/${version}`,
      onBytes: (count) => this.#emit({ kind: 'bytes', count }),
      now: this.#now,
      ...this.#access,
    });
    this.close();
    this.#open = { key, repository };
    return repository;
  }

  close(): void {
    this.#open?.repository.close();
    this.#open = undefined;
  }
}
