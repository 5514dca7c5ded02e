import type { GitHttpRequest, GitHttpResponse, HttpClient } from 'isomorphic-git';
import { prepareAdvertisement } from '../prepareAdvertisement.ts';
import { RemoteError } from '../remoteError.ts';
import { explainExit } from './explainExit.ts';
import { quoteForShell } from './quoteForShell.ts';
import { readAdvertisement } from './readAdvertisement.ts';
import type { SshConnections, Started } from './sshConnections.ts';
import { collect, one } from '../bodies.ts';

const longestAdvertisement = 64 * 1024 * 1024;
const flush = Buffer.from('0000');
/** A server over HTTP begins with this, one over ssh does not; isomorphic-git wants it. */
const service = Buffer.from('001e# service=git-upload-pack\n0000');

export type GitSshOptions = {
  readonly connections: SshConnections;
  /** The host as sentences name it. */
  readonly name: string;
  /** Path of the repository on the server. */
  readonly path: string;
  /** Bytes that one answer may have. */
  readonly limit: number;
  /** Called with the size of each piece that arrives. */
  readonly onBytes: (count: number) => void;
  /** Must abort when the operation has ended, well or not. */
  readonly signal: AbortSignal;
};

/**
 * The http plugin of one git operation, over ssh: GET starts git-upload-pack and reads its refs, POST writes the request
 * to that same process and streams its answer. URL and headers count for nothing, apart from `Git-Protocol`.
 */
export function gitSsh(options: GitSshOptions): HttpClient {
  let waiting: Started | undefined;
  let busy: Started | undefined;
  options.signal.addEventListener('abort', () => {
    // One that got no request ends by a flush; one in the middle of its answer costs the connection.
    waiting?.program.leave(flush);
    busy?.connection.abandon();
  });
  return {
    async request({ url, method = 'GET', headers = {}, body }: GitHttpRequest): Promise<GitHttpResponse> {
      const response = { url, method, statusCode: 200, statusMessage: 'OK' };
      if (method === 'GET') {
        busy = await startUploadPack(options, headers['Git-Protocol']);
        options.signal.throwIfAborted();
        const refs = await readRefs(options, busy);
        [waiting, busy] = [busy, undefined];
        const advertisement = prepareAdvertisement(Buffer.concat([service, refs]));
        const type = 'application/x-git-upload-pack-advertisement';
        return { ...response, headers: { 'content-type': type }, body: one(advertisement) };
      }
      if (waiting === undefined) throw new Error('Cannot send a git request: the refs must be read first');
      const started = waiting;
      [waiting, busy] = [undefined, started];
      started.program.end(await collect(body ?? []));
      const done = (): void => {
        busy = undefined;
      };
      return { ...response, headers: {}, body: readAnswer(options, started, done) };
    },
  };
}

async function startUploadPack({ connections, path, signal }: GitSshOptions, protocol?: string): Promise<Started> {
  // A server that does not take the variable answers in protocol v0, which is understood as well.
  const environment = protocol === undefined ? {} : { GIT_PROTOCOL: protocol };
  return connections.start(`git-upload-pack ${quoteForShell(path)}`, environment, signal);
}

async function readRefs({ name, onBytes }: GitSshOptions, { program }: Started): Promise<Buffer> {
  const counted = {
    async read(): Promise<Uint8Array | undefined> {
      const piece = await program.read();
      onBytes(piece?.length ?? 0);
      return piece;
    },
  };
  const refs = await readAdvertisement(counted, longestAdvertisement, name);
  if (refs === undefined) throw explainExit(await program.exit(), name);
  return refs;
}

async function* readAnswer(
  { limit, name, onBytes }: GitSshOptions,
  { program }: Started,
  done: () => void,
): AsyncGenerator<Uint8Array, void, unknown> {
  let total = 0;
  let start = Buffer.alloc(0);
  for (let piece = await program.read(); piece !== undefined; piece = await program.read()) {
    total += piece.length;
    onBytes(piece.length);
    if (total > limit) {
      throw new RemoteError(`Cannot read the answer of ${name}: it may have ${limit} bytes, found more`, {
        tooLarge: true,
      });
    }
    if (start.length < 8) start = Buffer.concat([start, piece.subarray(0, 8)]);
    yield piece;
  }
  const exit = await program.exit();
  done();
  // A refusal of the request comes as a line of the protocol and is the reader's to understand.
  const refused = start.toString('latin1', 4, 8) === 'ERR ';
  if (exit.lost || (exit.code !== 0 && exit.code !== undefined && !refused)) throw explainExit(exit, name);
}
