/** Folds the lines of `go build -v`, one for each package it starts to compile, into what a reader wants to know. */
export class BuildProgress {
  #done = 0;
  readonly #total: number;
  readonly #startedAt: number;

  constructor(total: number, startedAt: number) {
    this.#total = total;
    this.#startedAt = startedAt;
  }

  read(line: string): void {
    // Other lines are messages: "go: downloading …", "# package", errors with spaces.
    if (/^\S+$/.test(line)) this.#done = Math.min(this.#done + 1, this.#total);
  }

  describe(now: number): string {
    const elapsed = `${Math.round((now - this.#startedAt) / 1000)} s`;
    if (this.#done === this.#total) return `building the control plane: linking, after ${elapsed}`;
    const percent = Math.floor((100 * this.#done) / this.#total);
    return `building the control plane: package ${this.#done} of ${this.#total} (${percent} %), after ${elapsed}`;
  }
}
