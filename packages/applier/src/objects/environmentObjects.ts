import type { Environment } from '@couplet/config';
import { redactText } from '@couplet/daemon';
import type { ApplierEvent } from '../events.ts';
import type { ObjectReference } from '../notices/objectPoster.ts';
import type { PassState } from '../passContext.ts';
import { twinOf } from '../plan/twinOf.ts';
import { bound } from '../report/bound.ts';
import { SeenHealth } from '../settle/seenHealth.ts';
import { judgeObject, type Circumstances } from './judgeObject.ts';
import { byId, mergeById, type KnownObject } from './knownObject.ts';
import { ObjectFacts } from './objectFacts.ts';
import type { ObjectPage, ObjectQuery, ObjectRow } from './objectRow.ts';
import { pageOf } from './pageOf.ts';
import { rankObjects, type Candidate, type Ranked } from './rankObjects.ts';
import { RepositoryObjects } from './repositoryObjects.ts';

/**
 * The objects of one environment: what the repository defines, and what is still in the cluster without it. Nothing is
 * copied: rows are made for one page at a time, of what passes and watches keep anyway.
 */
export class EnvironmentObjects {
  readonly #environment: Pick<Environment, 'settle'>;
  readonly #state: PassState;
  readonly #repository: RepositoryObjects;
  readonly #facts = new ObjectFacts();
  readonly #seen: SeenHealth;
  #ranked: { from: readonly unknown[]; ranked: Ranked } | undefined;

  constructor(environment: Pick<Environment, 'settle' | 'namespace'>, state: PassState) {
    this.#environment = environment;
    this.#state = state;
    this.#repository = new RepositoryObjects(state.index, environment.namespace);
    this.#seen = state.seen ??= new SeenHealth();
  }

  /** Wants every event of this environment. */
  record(event: ApplierEvent): void {
    this.#facts.record(event);
    const isWritten = event.kind === 'object' && (event.outcome === 'created' || event.outcome === 'configured');
    if (isWritten) this.#seen.applied(event.id);
  }

  query(query: ObjectQuery = {}): ObjectPage {
    const { shown, ...facts } = pageOf(this.#rank(), query);
    return { objects: shown.map((candidate) => this.#row(candidate)), ...facts };
  }

  /** How the API server names a member of the set; undefined for an object that is none, or is not in the cluster. */
  refer(id: string): ObjectReference | undefined {
    const { members, discovered } = this.#state;
    const live = members.members.get(id);
    const kind = live && discovered?.kinds.get(live.kind);
    if (live === undefined || kind === undefined) return undefined;
    const { namespace, name, uid } = live;
    const [version = ''] = kind.versions;
    const apiVersion = kind.group === '' ? version : `${kind.group}/${version}`;
    return { apiVersion, kind: kind.kind, name, uid, ...(namespace !== undefined && { namespace }) };
  }

  /** Made anew only when something changed: at 10,000 objects that costs some milliseconds. */
  #rank(): Ranked {
    const { index, members, discovered, present } = this.#state;
    const { members: live } = members;
    const from = [index.tree, discovered, live, live.size, present.size, this.#facts.changes, this.#seen.changes];
    if (this.#ranked === undefined || from.some((fact, position) => fact !== this.#ranked?.from[position])) {
      this.#ranked = { from, ranked: rankObjects(this.#candidates()) };
    }
    return this.#ranked.ranked;
  }

  #candidates(): Candidate[] {
    const { members, discovered, present } = this.#state;
    const { errors, outcomes } = this.#facts;
    const around: Circumstances = {
      isRead: discovered !== undefined,
      isSettled: this.#environment.settle > 0,
      isUnlisted: (key) => members.isUnlisted(key),
    };
    return this.#objects().map((object) => {
      const { id, entry } = object;
      const live = members.members.get(id);
      const error = errors.get(id);
      const evidence = { live, isPresent: present.has(id), error, lastSeen: this.#seen.of(id) };
      const file = entry?.source.file ?? error?.file ?? live?.source;
      const outcome = outcomes.get(id) ?? 'unchanged';
      return { object, kind: kindOf(object.key), judgement: judgeObject(object, evidence, around), outcome, file };
    });
  }

  #objects(): readonly KnownObject[] {
    const { members, discovered } = this.#state;
    const known = this.#repository.read(discovered?.kinds);
    const others = new Map<string, KnownObject>();
    for (const live of members.members.values()) {
      const { id, kind: key, namespace, name } = live;
      if (!live.owned || known.byId.has(id) || known.byId.has(twinOf(id) ?? id)) continue;
      others.set(id, { id, key, name, ...(namespace !== undefined && { namespace }) });
    }
    for (const id of this.#facts.errors.keys()) {
      if (!known.byId.has(id) && !others.has(id)) others.set(id, namedBy(id));
    }
    return mergeById(known.sorted, [...others.values()].toSorted(byId));
  }

  #row({ object, kind, judgement, outcome, file }: Candidate): ObjectRow {
    const { id, namespace, name, entry } = object;
    const { errors, troubles, left } = this.#facts;
    const error = errors.get(id) ?? troubles.get(id);
    const place = entry?.source ?? error;
    const drift = this.#facts.drift.get(id);
    const since = this.#state.members.members.get(id)?.deletedAt;
    const message = judgement.message ?? left.get(id);
    return {
      id: bound(id),
      kind: bound(kind),
      ...(namespace !== undefined && { namespace: bound(namespace) }),
      name: bound(name),
      ...(file !== undefined && { file: bound(file) }),
      ...(place?.line !== undefined && { line: place.line }),
      ...(place?.document !== undefined && { document: place.document }),
      health: judgement.health,
      ...(message !== undefined && { message: bound(redactText(message)) }),
      outcome,
      ...(drift !== undefined && { drift }),
      ...(error !== undefined && { error }),
      ...(judgement.health === 'terminating' && since !== undefined && { deletingSince: since }),
      ...(outcome === 'held' && { held: true as const }),
    };
  }
}

/** `Deployment` of `Deployment.apps`. */
function kindOf(key: string): string {
  const dot = key.indexOf('.');
  return dot === -1 ? key : key.slice(0, dot);
}

/** An error may be about an object that is neither a manifest nor in the set: `Kind.group/namespace/name`. */
function namedBy(id: string): KnownObject {
  const [key = '', ...rest] = id.split('/');
  const name = rest.pop() ?? '';
  const [namespace] = rest;
  return { id, key, name, ...(namespace !== undefined && { namespace }) };
}
