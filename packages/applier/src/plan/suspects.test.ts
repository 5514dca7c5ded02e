import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../../../test/support/seededRandom.ts';
import type { ManifestEntry, Policies } from '../load/manifest.ts';
import { TrackedMap } from '../load/trackedMap.ts';
import type { DefiningFile } from './definitions.ts';
import type { Kind } from './kinds.ts';
import type { LiveObject } from './liveObject.ts';
import { plan, type Plan, type PlanInput } from './plan.ts';
import { PlanMemory } from './planMemory.ts';

const configMap: Kind = { group: '', kind: 'ConfigMap', resource: 'configmaps', versions: ['v1'], namespaced: true };
const widget = { group: 'example.com', kind: 'Widget', plural: 'widgets', versions: ['v1'], namespaced: true };

function entry(name: string, file: string, digest: string, more: Partial<ManifestEntry> = {}): ManifestEntry {
  const source = { file, line: 1, document: 1 };
  const identity = { apiVersion: 'v1', group: '', version: 'v1', kind: 'ConfigMap', name };
  return { ...identity, source, ordinal: 0, digest, policies: { prune: true, force: true }, ...more };
}

function member(name: string, more: Partial<LiveObject>): LiveObject {
  const id = `ConfigMap/shop/${name}`;
  const base = { id, kind: 'ConfigMap', namespace: 'shop', name, uid: name, owned: true, fields: 'f' };
  return { ...base, keep: false, couplet: false, deleting: false, ...more };
}

/** Without regard to order, which depends on what was there before. */
function contentOf({ apply, drifted, prune, kept, errors, ...counts }: Plan): unknown {
  return {
    ...counts,
    apply: apply.map(({ id, reason, wave, entry: { source } }) => `${id} ${reason} ${wave} ${source.file}`).toSorted(),
    drifted: drifted.map(({ id }) => id).toSorted(),
    prune: prune.map(({ live: { id } }) => id).toSorted(),
    kept: kept.map(({ id, outcome }) => `${id} ${outcome}`).toSorted(),
    errors: errors.map(({ code, id, file }) => `${code} ${id} ${file}`).toSorted(),
  };
}

/** A repository, a set and all else that a plan depends on, with edits that chance chooses. */
class World {
  readonly files = new TrackedMap<string, DefiningFile>();
  readonly owners = new Map<string, string>();
  readonly present = new Set<string>();
  readonly resting = new Set<string>();
  live = new TrackedMap<string, LiveObject>();
  kinds = new Map([['ConfigMap', configMap]]);
  readonly #drift: PlanInput['drift'];
  readonly #next: () => number;

  constructor(seed: number) {
    this.#drift = seed % 2 === 0 ? 'correct' : 'detect';
    this.#next = seededRandom(seed);
  }

  edit(): void {
    const edits = [
      () => this.files.set(this.#file(), this.#content()),
      () => this.files.delete(this.#file()),
      () => this.#seen(),
      () => this.#seen(),
      () => this.live.delete(this.#id()),
      // What an environment has goes to another only when it is no member.
      () => this.#claim(),
      () => this.present.add(this.#id()),
      () => this.present.delete(this.#id()),
      () => this.resting.add(this.#id()),
      () => this.resting.clear(),
      () => this.#relist(),
    ];
    edits[this.#pick(this.#next() < 0.05 ? edits.length : edits.length - 1)]?.();
  }

  /** Settles some of what was planned, as an apply does. */
  apply({ apply }: Plan): void {
    for (const { id, entry: applied } of apply)
      if (this.#next() < 0.7) this.live.set(id, member(applied.name, { digest: applied.digest }));
  }

  input(): PlanInput {
    return {
      files: this.files,
      faults: [],
      live: this.live,
      kinds: this.kinds,
      namespace: 'shop',
      gate: 'each',
      drift: this.#drift,
      resting: this.resting,
      present: this.present,
      claims: { environment: 'web', owners: this.owners },
      rules: { prune: true, pruneLimit: { count: 3, percent: 100 }, ownNamespace: 'couplet' },
      place: 'shop',
    };
  }

  #pick(most: number): number {
    return Math.floor(this.#next() * most);
  }

  #file(): string {
    return `file-${this.#pick(8)}.yaml`;
  }

  #name(): string {
    return `object-${this.#pick(12)}`;
  }

  #id(): string {
    return `ConfigMap/shop/${this.#name()}`;
  }

  #content(): DefiningFile {
    const file = this.#file();
    const policies: Policies = { prune: true, force: true, ...(this.#next() < 0.2 && { ifNotPresent: true }) };
    const more = this.#next() < 0.1 ? { policies, defines: widget } : { policies };
    const manifests = Array.from({ length: this.#pick(3) }, () =>
      entry(this.#name(), file, `digest ${this.#pick(2)}`, more),
    );
    return { manifests };
  }

  #seen(): void {
    const name = this.#name();
    const marks = { owned: this.#next() < 0.9, drifted: this.#next() < 0.2, keep: this.#next() < 0.1 };
    this.live.set(`ConfigMap/shop/${name}`, member(name, { digest: `digest ${this.#pick(2)}`, ...marks }));
  }

  #claim(): void {
    const id = this.#id();
    if (this.owners.has(id)) this.owners.delete(id);
    else if (!this.live.has(id)) this.owners.set(id, 'data');
  }

  #relist(): void {
    const live = new TrackedMap<string, LiveObject>();
    for (const [id, found] of this.live) live.set(id, found);
    this.live = live;
    const served = { ...configMap, kind: 'Widget', group: 'example.com', resource: 'widgets' };
    this.kinds = new Map([['ConfigMap', configMap]]);
    if (this.#next() < 0.5) this.kinds.set('Widget.example.com', served);
  }
}

test('after any edits a plan with a memory is the plan without one', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const world = new World(seed);
    const memory = new PlanMemory();
    for (let step = 0; step < 200; step += 1) {
      world.edit();
      const drawn = plan({ ...world.input(), memory });
      assert.deepEqual(contentOf(drawn), contentOf(plan(world.input())), `seed ${seed}, after step ${step}`);
      world.apply(drawn);
    }
  }
});

test('what is as it should be is not looked at again until somebody writes it', () => {
  const files = new TrackedMap<string, DefiningFile>();
  const live = new TrackedMap<string, LiveObject>();
  for (let index = 0; index < 100; index += 1) {
    const looked = new Proxy(entry(`object-${index}`, 'a.yaml', 'd'), {
      get(target, key) {
        if (key === 'digest') looks += 1;
        return Reflect.get(target, key) as unknown;
      },
    });
    files.set(`${index}.yaml`, { manifests: [looked] });
    live.set(`ConfigMap/shop/object-${index}`, member(`object-${index}`, { digest: 'd' }));
  }
  let looks = 0;
  const input = { ...new World(0).input(), files, live, memory: new PlanMemory() };
  const lookedAt = (): number => {
    looks = 0;
    assert.equal(plan(input).unchanged, 100);
    return looks;
  };
  const first = lookedAt();
  const second = lookedAt();
  live.set('ConfigMap/shop/object-7', member('object-7', { digest: 'd' }));
  assert.deepEqual([first, second, lookedAt()], [100, 0, 1]);
});

test('what neither the repository nor the set has any more is looked at once more', (t) => {
  const files = new TrackedMap<string, DefiningFile>();
  const live = new TrackedMap<string, LiveObject>();
  for (const name of ['stays', 'goes']) {
    files.set(`${name}.yaml`, { manifests: [entry(name, `${name}.yaml`, 'd')] });
    live.set(`ConfigMap/shop/${name}`, member(name, { digest: 'd' }));
  }
  const input = { ...new World(0).input(), files, live, memory: new PlanMemory() };
  plan(input);
  files.delete('goes.yaml');
  live.delete('ConfigMap/shop/goes');
  const { mock } = t.mock.method(live, 'get');
  const looks = (): unknown[] => {
    plan(input);
    return mock.calls.map(({ arguments: [id] }) => id);
  };
  assert.deepEqual([looks(), looks()], [['ConfigMap/shop/goes'], ['ConfigMap/shop/goes']]);
});
