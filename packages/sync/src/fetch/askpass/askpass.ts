import { stat } from 'node:fs/promises';
import { RemoteError } from '../remoteError.ts';
import { runAskpass } from './runAskpass.ts';
import type { AskpassOptions } from './runAskpass.ts';

export type Question = {
  /** The program. */
  readonly file: string;
  readonly url: URL;
  /** Known without asking, from the file `username`. */
  readonly username: string | undefined;
};

export type Answer = { readonly username: string; readonly password: string };

/** Asks an askpass program for a user and a password, and keeps the answer until it is refused or the program changes. */
export class Askpass {
  readonly #options: AskpassOptions;
  #kept: { readonly key: string; readonly answer: Answer } | undefined;

  constructor(options: AskpassOptions) {
    this.#options = options;
  }

  /** Rejects with RemoteError. */
  async ask(question: Question, signal: AbortSignal): Promise<Answer> {
    const { file, url, username } = question;
    const key = JSON.stringify([file, await versionOf(file), url.origin, username]);
    if (this.#kept?.key === key) return this.#kept.answer;
    const run = (prompt: string): Promise<string> => runAskpass(file, prompt, this.#options, signal);
    const user = username ?? (await run(`Username for '${url.origin}': `));
    const at = user === '' ? '' : `${encode(user)}@`;
    const password = await run(`Password for '${url.protocol}//${at}${url.host}': `);
    if (password === '') {
      throw new RemoteError(`Cannot get the credential from ${file}: it must write the password, found an empty line`);
    }
    const answer = { username: user, password };
    this.#kept = { key, answer };
    return answer;
  }

  /** The server refused what was answered: the program is asked again. */
  forget(): void {
    this.#kept = undefined;
  }
}

// git escapes more than encodeURIComponent does.
function encode(user: string): string {
  return encodeURIComponent(user).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

async function versionOf(file: string): Promise<string> {
  try {
    const { ino, mtimeMs, size } = await stat(file);
    return `${ino}/${mtimeMs}/${size}`;
  } catch (cause) {
    throw new RemoteError(`Cannot get the credential from ${file}: it must be a file that sync may read`, { cause });
  }
}
