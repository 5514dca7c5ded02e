import type { Client, ClientChannel } from 'ssh2';
import type { Exit } from './explainExit.ts';

const keptStderr = 4096;
const longestStderr = 1024 * 1024;

/** A program that runs on the server: its standard streams and its end. */
export class RemoteProcess {
  readonly #channel: ClientChannel;
  readonly #output: AsyncIterator<Uint8Array>;
  readonly #exit: Promise<Exit>;
  #stderr = Buffer.alloc(0);
  #code: Exit['code'];
  #lost = false;

  constructor(client: Client, channel: ClientChannel) {
    this.#channel = channel;
    this.#output = channel[Symbol.asyncIterator]();
    const lose = (): void => {
      this.#lost = true;
    };
    client.once('close', lose);
    channel.on('exit', (code: number | null) => {
      this.#code ??= code ?? undefined;
    });
    let talked = 0;
    channel.stderr.on('data', (chunk: Buffer) => {
      // Read all the same: the window is shared with the standard output.
      talked += chunk.length;
      this.#stderr = Buffer.concat([this.#stderr, chunk.subarray(0, keptStderr - this.#stderr.length)]);
      if (talked <= longestStderr) return;
      this.#code = 'flood';
      channel.destroy();
    });
    this.#exit = new Promise((resolve) => {
      channel.once('close', () => {
        client.off('close', lose);
        const stderr = this.#stderr.toString('utf8');
        resolve({ code: this.#code, stderr, lost: this.#lost });
      });
    });
  }

  /** The next piece of its standard output; undefined at the end. */
  async read(): Promise<Uint8Array | undefined> {
    const next = await this.#output.next();
    return next.done === true ? undefined : next.value;
  }

  /** Writes the rest of its standard input. */
  end(bytes: Uint8Array): void {
    this.#channel.end(bytes);
  }

  /** Lets it end by itself, reading what it may still say. */
  leave(bytes: Uint8Array): void {
    this.#channel.end(bytes);
    this.#channel.resume();
  }

  /** How it ended; to be awaited once its standard output has been read to the end. */
  exit(): Promise<Exit> {
    return this.#exit;
  }
}
