import { createHash, randomBytes } from 'node:crypto';

/** What a person was told about the action before. `at`: milliseconds since 1970. */
export type Said = { tone: 'good' | 'bad'; text: string; environment: string; at: number };

/** Somebody who showed the token for actions. */
export type Session = {
  /** Every form of this session carries it; no other site can know it. */
  readonly csrf: string;
  /** Milliseconds since 1970. */
  readonly until: number;
  said?: Said;
};

export const sessionLength = 12 * 3_600_000;
const mostSessions = 100;

/** The sessions of one process: in memory only, so that a restart ends them. A token that changes ends all of them. */
export class Sessions {
  readonly #now: () => number;
  readonly #open = new Map<string, Session>();
  #token: string | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Opens a session; the hundred and first ends the oldest. The answer is the value of its cookie. */
  open(token: string): string {
    this.#follow(token);
    const [oldest] = this.#open.keys();
    if (this.#open.size >= mostSessions && oldest !== undefined) this.#open.delete(oldest);
    const id = secret();
    this.#open.set(digest(id), { csrf: secret(), until: this.#now() + sessionLength });
    return id;
  }

  /** The session of a cookie, as long as `token` is still the token for actions. */
  find(id: string, token: string | undefined): Session | undefined {
    this.#follow(token);
    const session = this.#open.get(digest(id));
    if (session === undefined || session.until > this.#now()) return session;
    this.end(id);
    return undefined;
  }

  end(id: string): void {
    this.#open.delete(digest(id));
  }

  #follow(token: string | undefined): void {
    const found = token === undefined ? undefined : digest(token);
    if (found !== this.#token) this.#open.clear();
    this.#token = found;
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

// What is looked up and compared is a hash, so that the time it takes tells nothing about the secret itself.
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
