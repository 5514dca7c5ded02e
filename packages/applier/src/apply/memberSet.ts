import type { RunError } from '../events.ts';
import { TrackedMap } from '../load/trackedMap.ts';
import type { Kind } from '../plan/kinds.ts';
import type { LiveObject } from '../plan/liveObject.ts';
import type { ApplyStep } from '../plan/plan.ts';
import type { Api } from './apiClient.ts';
import { ApiError } from './apiError.ts';
import type { Discovered } from './discoverKinds.ts';
import { explainError } from './explainError.ts';
import { listMembers, type Judge, type MemberList } from './listMembers.ts';
import { readSetParent, writeSetParent, type SetParent, type SetScope } from './setParent.ts';

/** All objects that Couplet owns for one environment, as last seen, and the parent that says where to look for them. */
export class MemberSet {
  readonly parent: SetParent;
  readonly #version: string;
  members = new TrackedMap<string, LiveObject>();
  #scope: SetScope = { kinds: [], namespaces: [] };
  #parentState: 'unread' | 'present' | 'absent' | 'foreign' = 'unread';
  /** Kinds of the set that could not be listed: their members are unknown, so they stay in the scope and are not pruned (P2). */
  #unlisted = new Set<string>();
  /** Some of them because their API did not answer: the next run looks again. */
  #silent = false;
  readonly #lists = new Map<string, Omit<MemberList, 'members'>>();

  constructor(parent: SetParent, version: string) {
    this.parent = parent;
    this.#version = version;
  }

  get known(): boolean {
    return this.#parentState !== 'unread' && !this.#silent;
  }

  /** Kinds and namespaces that hold members, or will soon. */
  get scope(): SetScope {
    return this.#scope;
  }

  /** Whether members of this kind may exist that nobody has seen. */
  isUnlisted(key: string): boolean {
    return this.#unlisted.has(key);
  }

  /** How the members of a kind were listed; undefined for one that came later. */
  listOf(key: string): Omit<MemberList, 'members'> | undefined {
    return this.#lists.get(key);
  }

  /** Reads the set from the cluster: the parent, and one list per kind. What could not be read is returned as warnings. */
  async read(api: Api, discovered: Discovered, signal: AbortSignal, judge?: Judge): Promise<RunError[]> {
    const warnings = await this.verifyParent(api, signal);
    const { namespaces } = this.#scope;
    const options = { setId: this.parent.id, namespaces, signal, ...(judge !== undefined && { judge }) };
    this.#unlisted.clear();
    this.#silent = false;
    this.#lists.clear();
    const lists = await Promise.all(
      this.#scope.kinds.map(async (key) => {
        try {
          const kind = lookUpKind(discovered, key);
          if (kind === undefined) return [];
          const { members, ...list } = await listMembers(api, kind, options);
          this.#lists.set(key, list);
          return members.map(asListed);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          this.#unlisted.add(key);
          if (error.httpStatus !== 403) this.#silent = true;
          warnings.push(...explainError(error, { verb: 'list', id: key }));
          const known = [...this.members.values()].filter((live) => live.kind === key);
          return known.map((live) => ({ ...live, unlisted: true }));
        }
      }),
    );
    const members = new TrackedMap<string, LiveObject>();
    for (const live of lists.flat()) members.set(live.id, live);
    this.members = members;
    return warnings;
  }

  /** Reads the parent alone. Without a parent that is ours nothing is pruned (P15, P16); the returned warning says so. */
  async verifyParent(api: Api, signal: AbortSignal): Promise<RunError[]> {
    const before = this.#parentState;
    const read = await readSetParent(api, this.parent, signal);
    this.#parentState = read.kind;
    const id = `ConfigMap/${this.parent.namespace}/${this.parent.name}`;
    if (read.kind === 'present') this.#scope = read.scope;
    if (read.kind === 'absent' && before === 'present') {
      const message = `Cannot prune: the set parent ${id} must exist, found none; it is written anew`;
      return [{ code: 'set-parent-missing', message }];
    }
    if (read.kind !== 'foreign') return [];
    const message = `Cannot prune: the set parent ${id} must have the set id ${this.parent.id}, found ${read.found}`;
    return [{ code: 'set-parent-foreign', message }];
  }

  get prunable(): boolean {
    return this.#parentState === 'present';
  }

  /** Before an apply the parent must already name every kind and namespace that will hold members (P12). */
  async grow(api: Api, steps: ApplyStep[], signal: AbortSignal): Promise<void> {
    const kinds = new Set([...this.#scope.kinds, ...steps.map(({ id }) => id.slice(0, id.indexOf('/')))]);
    const namespaces = new Set([...this.#scope.namespaces, ...steps.flatMap(({ namespace }) => namespace ?? [])]);
    await this.#write(api, { kinds: [...kinds], namespaces: [...namespaces] }, signal);
  }

  /** After a prune the parent forgets the kinds and namespaces that hold no member any more. */
  async shrink(api: Api, signal: AbortSignal): Promise<void> {
    if (this.#unlisted.size > 0) return;
    const members = [...this.members.values()];
    const kinds = new Set(members.map(({ kind }) => kind));
    const namespaces = new Set(members.flatMap(({ namespace }) => namespace ?? []));
    await this.#write(api, { kinds: [...kinds], namespaces: [...namespaces] }, signal);
  }

  async #write(api: Api, scope: SetScope, signal: AbortSignal): Promise<void> {
    if (this.#parentState === 'foreign') return;
    const same = sameMembers(scope.kinds, this.#scope.kinds) && sameMembers(scope.namespaces, this.#scope.namespaces);
    if (same && this.#parentState === 'present') return;
    await writeSetParent(api, this.parent, scope, { version: this.#version, signal });
    this.#scope = scope;
    this.#parentState = 'present';
  }
}

/** What was known from before may come back from the judge as it was. */
function asListed(live: LiveObject): LiveObject {
  if (live.unlisted !== true) return live;
  const { unlisted: _unlisted, ...listed } = live;
  return listed;
}

/** Undefined: the kind is gone, and its objects with it. A group that does not answer is another matter (P2) and throws. */
function lookUpKind({ kinds, broken }: Discovered, key: string): Kind | undefined {
  const kind = kinds.get(key);
  const group = key.includes('.') ? key.slice(key.indexOf('.') + 1) : '';
  const silent = broken.find((groupVersion) => groupVersion.startsWith(`${group}/`));
  if (kind !== undefined || silent === undefined) return kind;
  throw new ApiError(503, { message: `the API group ${silent} does not answer` });
}

function sameMembers(a: string[], b: string[]): boolean {
  return a.length === b.length && new Set([...a, ...b]).size === a.length;
}
