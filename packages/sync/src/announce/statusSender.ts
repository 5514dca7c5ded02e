import { backoff, Mailbox } from '@couplet/daemon';
import type { CommitStatus } from './commitStatus.ts';
import { judgeAnswer } from './judgeAnswer.ts';
import type { Answer, Verdict } from './judgeAnswer.ts';
import { mergeStatuses } from './mergeStatuses.ts';
import { Readiness } from './readiness.ts';
import type { Ready, ReadinessDeps } from './readiness.ts';
import { statusRequest } from './statusRequest.ts';
import type { StatusRequest } from './statusRequest.ts';

export type StatusSenderDeps = ReadinessDeps & {
  /** Rejects with an Error that says what is wrong with the network, in a sentence. */
  readonly send: (request: StatusRequest, signal: AbortSignal) => Promise<Answer>;
  /** Milliseconds that one request may take; default 10,000. */
  readonly deadline?: number;
};

type Waiting = CommitStatus & { readonly tries: number };

const mostTries = 5;
/** Milliseconds between two looks at the token while some status waits for another one. */
const lookForToken = 10_000;
const mostParked = 100;

/**
 * Sends statuses one after the other, the newest word about each commit only. What cannot be sent without a token, or is
 * refused, is put aside until the token changes or another status gets through; what fails is tried five times.
 */
export class StatusSender {
  readonly #deps: StatusSenderDeps;
  readonly #readiness: Readiness;
  readonly #mailbox = new Mailbox<readonly Waiting[]>(mergeStatuses);
  readonly #delays = backoff();
  #parked: readonly Waiting[] = [];
  /** With which the parked ones were refused. */
  #token: string | undefined;

  constructor(deps: StatusSenderDeps) {
    this.#deps = deps;
    this.#readiness = new Readiness(deps);
  }

  put(statuses: readonly CommitStatus[]): void {
    if (statuses.length > 0) this.#mailbox.post(statuses.map((status) => ({ ...status, tries: 0 })));
  }

  /** Ends when the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    try {
      await this.#readiness.check();
      for (;;) {
        const pause = await this.#try(await this.#next(signal), signal);
        if (pause !== undefined) await this.#deps.clock.sleep(pause, signal);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #next(signal: AbortSignal): Promise<Waiting> {
    for (;;) {
      if (this.#parked.length > 0) await this.#untilToken(signal);
      const [first, ...rest] = await this.#mailbox.take(signal);
      if (rest.length > 0) this.#mailbox.putBack(rest);
      if (first !== undefined) return first;
    }
  }

  /** Waits until something is posted, which what is parked is when there is another token. */
  async #untilToken(signal: AbortSignal): Promise<void> {
    while (!this.#mailbox.waiting) {
      const ended = new AbortController();
      const end = AbortSignal.any([signal, ended.signal]);
      const waits = [this.#mailbox.arrival(end), this.#deps.clock.sleep(lookForToken, end)];
      await Promise.race(waits).finally(() => ended.abort());
      await Promise.allSettled(waits);
      const ready = await this.#readiness.check();
      if (ready !== undefined && ready.token !== this.#token) this.#unpark();
    }
  }

  /** Tries once; answers how many milliseconds to wait before the next. */
  async #try(status: Waiting, signal: AbortSignal): Promise<number | undefined> {
    const ready = await this.#readiness.check();
    if (ready === undefined) return this.#park(status, undefined);
    const verdict = await this.#send(status, ready, signal);
    if (verdict.kind === 'retry' && status.tries + 1 < mostTries) {
      // What was said of this commit meanwhile takes its place.
      this.#mailbox.putBack([{ ...status, tries: status.tries + 1 }]);
      return Math.max(verdict.after ?? 0, this.#delays.next());
    }
    this.#delays.reset();
    return this.#conclude(status, verdict, ready.token);
  }

  #conclude(status: CommitStatus, verdict: Verdict, token: string): undefined {
    const { environment, commit, state } = status;
    const facts = { kind: 'commitStatus', at: this.#deps.clock.now(), environment, commit, state } as const;
    switch (verdict.kind) {
      case 'sent':
        this.#deps.emit({ ...facts, result: 'sent' });
        return this.#unpark();
      case 'retry':
        this.#deps.emit({ ...facts, result: 'failed', why: `${verdict.why}; given up after ${mostTries} tries` });
        return undefined;
      case 'refused':
        this.#deps.emit({ ...facts, result: 'refused', why: verdict.why });
        return this.#park(status, token);
      default:
        return verdict satisfies never;
    }
  }

  async #send(status: CommitStatus, { target, token }: Ready, signal: AbortSignal): Promise<Verdict> {
    const { send, clock, deadline = 10_000 } = this.#deps;
    const late = AbortSignal.timeout(deadline);
    try {
      const answer = await send(statusRequest(target, status, token), AbortSignal.any([signal, late]));
      return judgeAnswer(target, answer, clock.now());
    } catch (error) {
      signal.throwIfAborted();
      const slow = `${target.api} must answer within ${deadline / 1000} s, found it silent or slow`;
      const reason = late.aborted ? slow : error instanceof Error ? error.message : String(error);
      return { kind: 'retry', why: `Cannot set a commit status of ${target.repository}: ${reason}` };
    }
  }

  #park(status: CommitStatus, token: string | undefined): undefined {
    this.#token = token;
    this.#parked = mergeStatuses(this.#parked, [{ ...status, tries: 0 }]).slice(-mostParked);
  }

  #unpark(): undefined {
    if (this.#parked.length > 0) this.#mailbox.putBack(this.#parked);
    this.#parked = [];
  }
}
