import type { CommitId, ObjectSource } from '@couplet/volume';
import type { Stalled } from '../stalled.ts';
import { downloadRef } from './downloadRef.ts';
import type { Head } from './downloadRef.ts';
import type { GitDirectory } from './gitDirectory.ts';
import { GitGenerations } from './gitGenerations.ts';
import { mostPacks } from './mostPacks.ts';
import { ObjectTooLargeError } from './pack/objectTooLargeError.ts';
import { packLimits } from './pack/packLimits.ts';
import { Remote } from './remote.ts';
import type { RemoteOptions } from './remote.ts';
import { RemoteError } from './remoteError.ts';
import { isCommitId, remoteRefs } from './remoteRefs.ts';
import { walkAncestry } from './walkAncestry.ts';
import type { Ancestry } from './walkAncestry.ts';

/** `fetchedAt` is in milliseconds since the epoch. */
export type RefState = (Head & { readonly fetchedAt: number }) | Stalled;

/** What a repository has; `sizeOf` is told an id of 20 bytes, see PackStore. */
export type RepositoryObjects = ObjectSource & CommitSource & { sizeOf(id: Buffer, at?: number): number | undefined };

/** Gives the raw object of a commit that was fetched. */
export type CommitSource = { readCommit(id: CommitId): Promise<Uint8Array> };

export type RepositoryOptions = RemoteOptions & {
  /** Parent of the private git directories. */
  readonly git: string;
  /** Bytes of one pack at most, 1 GiB if absent; it lies in the git directory. */
  readonly largestPack?: number;
  /** Bytes of an object that is read, 32 MiB if absent or less: it is held in memory. */
  readonly largestObject?: number;
  /** Packs after which the git directory is replaced, 200 if absent. */
  readonly mostPacks?: number;
};

/** One remote repository and the local git directory that holds its objects; all environments share it. */
export class Repository {
  readonly #options: RepositoryOptions;
  readonly #remote: Remote;
  readonly #generations: GitGenerations;
  readonly #states = new Map<string, RefState>();
  readonly #ancestries = new Map<string, Ancestry>();
  #directory: GitDirectory;
  #moves: { from: CommitId; to: CommitId }[] = [];
  #suspect = false;

  private constructor(options: RepositoryOptions, generations: GitGenerations, directory: GitDirectory) {
    this.#options = options;
    this.#remote = new Remote(options);
    this.#generations = generations;
    this.#directory = directory;
    // What was too large for the limit of then may not be for the one of now.
    this.#suspect = directory.objects.isIncomplete;
  }

  static async open(options: RepositoryOptions): Promise<Repository> {
    const largest = Math.max(packLimits.held, options.largestObject ?? 0);
    const generations = new GitGenerations(options.git, options.url, largest);
    return new Repository(options, generations, await generations.openCurrent());
  }

  /** What the last fetch found of a ref as it is configured; undefined before the first. */
  state(ref: string): RefState | undefined {
    return this.#states.get(ref);
  }

  /**
   * The objects at hand, without the network. One that cannot be read makes the next fetch start anew, unless it is only
   * too large.
   */
  get objects(): RepositoryObjects {
    const directory = this.#directory;
    const watched = (read: () => Uint8Array): Uint8Array => {
      try {
        return read();
      } catch (error) {
        this.#suspect ||= !(error instanceof ObjectTooLargeError);
        throw error;
      }
    };
    return {
      readTree: async (id) => watched(() => directory.readTree(id)),
      readBlob: (id) => watched(() => directory.readBlob(id)),
      readCommit: async (id) => watched(() => directory.objects.read(id).bytes),
      sizeOf: (id, at) => directory.objects.sizeOf(id, at),
      isVerified: true,
    };
  }

  /** Which of these refs the server has at another object than was fetched last. Rejects with RemoteError. */
  async listMoved(refs: readonly string[], signal: AbortSignal): Promise<string[]> {
    const moved: string[] = [];
    for (const ref of refs) {
      // What was never fetched need not be listed: the fetch itself says what it is, one round trip earlier.
      const isUnknown = this.#suspect || this.#states.get(ref) === undefined;
      if (isUnknown || (await this.#hasMoved(ref, signal))) moved.push(ref);
    }
    return moved;
  }

  /** Makes the objects of a ref's commit local. Rejects with RemoteError, or with what the local disk said. */
  async fetch(ref: string, { forced = false }: { readonly forced?: boolean }, signal: AbortSignal): Promise<RefState> {
    // After a force-push an incremental fetch would bring the whole history; a new start brings one commit.
    if (this.#suspect || forced) return this.#renewFor(ref, signal);
    try {
      return this.#remember(ref, await this.#download(this.#directory, ref, signal));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof RemoteError && !error.tooLarge) throw error;
      return this.#renewFor(ref, signal);
    }
  }

  /**
   * Whether the ref's object is this one, or its commit is this one or descends from it, as far as history was fetched:
   * a first fetch brings one commit only. Rejects with the signal's reason.
   */
  async contains(ref: string, object: string, signal: AbortSignal): Promise<'yes' | 'no' | 'unknown'> {
    const state = this.#states.get(ref);
    if (state?.kind !== 'fetched') return 'unknown';
    if (state.id === object) return 'yes';
    const { commits, complete } = await this.#rememberAncestry(ref, state.head.commit, signal);
    if (commits.has(object)) return 'yes';
    return complete ? 'no' : 'unknown';
  }

  /** What may wait until the publication is out: replaces a git directory that a force-push or many packs have bloated. */
  async tidy(signal: AbortSignal): Promise<boolean> {
    const moves = this.#moves.splice(0);
    this.#directory.objects.release();
    // Before the objects go: the history of a ref must not be forgotten with its git directory.
    for (const [ref, state] of this.#states) {
      if (state.kind === 'fetched') await this.#rememberAncestry(ref, state.head.commit, signal);
    }
    await this.#directory.measurePacks();
    let due = this.#directory.packs.count >= (this.#options.mostPacks ?? mostPacks);
    for (const { from, to } of moves) due ||= !(await this.#directory.descends(to, from, 1000));
    if (due) await this.#renew([], signal);
    await this.#generations.removeOthers(this.#directory);
    return due;
  }

  close(): void {
    this.#remote.close();
  }

  async #rememberAncestry(ref: string, head: CommitId, signal: AbortSignal): Promise<Ancestry> {
    const known = this.#ancestries.get(ref);
    const ancestry = await walkAncestry(this.#directory.objects, head, { known, signal });
    this.#ancestries.set(ref, ancestry);
    return ancestry;
  }

  async #hasMoved(ref: string, signal: AbortSignal): Promise<boolean> {
    const state = this.#states.get(ref);
    const known = state?.kind === 'fetched' ? state : undefined;
    if (isCommitId(ref)) return known === undefined;
    for (const remoteRef of remoteRefs(ref)) {
      const id = await this.#remote.listRef(remoteRef, signal);
      if (id !== undefined) return known?.remoteRef !== remoteRef || known.id !== id;
    }
    return state?.kind !== 'stalled';
  }

  // Fills a git directory beside the current one; that one stays in use until the new one is complete.
  async #renew(first: readonly string[], signal: AbortSignal): Promise<void> {
    const next = await this.#generations.openNext();
    const fetched = [...this.#states].filter(([, state]) => state.kind === 'fetched').map(([ref]) => ref);
    const states = new Map<string, RefState>();
    for (const ref of new Set([...first, ...fetched])) states.set(ref, await this.#download(next, ref, signal));
    await this.#generations.makeCurrent(next);
    this.#directory = next;
    this.#suspect = false;
    for (const [ref, state] of states) this.#remember(ref, state);
  }

  async #renewFor(ref: string, signal: AbortSignal): Promise<RefState> {
    await this.#renew([ref], signal);
    const state = this.#states.get(ref);
    if (state === undefined) throw new Error(`Cannot fetch "${ref}": a new git directory must hold it, found nothing`);
    return state;
  }

  async #download(directory: GitDirectory, ref: string, signal: AbortSignal): Promise<RefState> {
    const { largestPack = 2 ** 30, now } = this.#options;
    const state = await downloadRef(this.#remote, directory, ref, largestPack, signal);
    return state.kind === 'fetched' ? { ...state, fetchedAt: now() } : state;
  }

  #remember(ref: string, state: RefState): RefState {
    this.#states.set(ref, state);
    if (state.kind === 'fetched' && state.from !== undefined)
      this.#moves.push({ from: state.from, to: state.head.commit });
    return state;
  }
}
