/**
 * Which environment of this process has which object, so that no two apply the same one. Members are claimed when they
 * are listed, what is new when it is planned: who comes first keeps it.
 */
export class Claims {
  readonly #owners = new Map<string, string>();
  /** New objects of a plan that may not become members. */
  readonly #planned = new Map<string, ReadonlySet<string>>();
  readonly #listed = new Set<string>();
  #environments: readonly string[] = [];

  /** From now on these environments exist; what the others had is free. */
  configure(environments: readonly string[]): void {
    this.#environments = environments;
    for (const [id, owner] of this.#owners) if (!environments.includes(owner)) this.#owners.delete(id);
    for (const name of this.#listed) if (!environments.includes(name)) this.#listed.delete(name);
  }

  /** Owners by object id; undefined where there is only one environment. */
  get owners(): ReadonlyMap<string, string> | undefined {
    return this.#environments.length > 1 ? this.#owners : undefined;
  }

  /** Other environments whose members are not known yet. */
  unlisted(environment: string): string[] {
    return this.#environments.filter((name) => name !== environment && !this.#listed.has(name));
  }

  /** The members of an environment, all of them. */
  listed(environment: string, ids: Iterable<string>): void {
    for (const [id, owner] of this.#owners) if (owner === environment) this.#owners.delete(id);
    this.#listed.add(environment);
    for (const id of ids) this.claim(environment, id);
  }

  /** The objects that a plan will create or take over; those of its plan before that did not become members are free again. */
  planned(environment: string, ids: Iterable<string>, isMember: (id: string) => boolean): void {
    for (const id of this.#planned.get(environment) ?? []) if (!isMember(id)) this.release(environment, id);
    const claimed = new Set(ids);
    for (const id of claimed) this.claim(environment, id);
    this.#planned.set(environment, claimed);
  }

  claim(environment: string, id: string): void {
    if (!this.#owners.has(id)) this.#owners.set(id, environment);
  }

  release(environment: string, id: string): void {
    if (this.#owners.get(id) === environment) this.#owners.delete(id);
  }
}
