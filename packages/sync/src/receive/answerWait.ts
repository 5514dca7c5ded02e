import type { FastifyReply } from 'fastify';
import type { Until } from '../events.ts';
import type { EnvironmentError, RequestRecord } from '../requestRecord.ts';
import type { Parameters } from './readParameters.ts';
import type { ReceiverDeps } from './receiverDeps.ts';
import { refuse } from './refusal.ts';

export type Waiting = {
  readonly id: string;
  readonly until: Until;
  readonly parameters: Parameters;
  /** Keeps the connection open meanwhile; answers how to let it be like others again. */
  readonly hold: () => () => void;
};

type Deps = Pick<ReceiverDeps, 'waits' | 'record'>;

/** Holds the answer until the request got where the caller waits for, failed, or the time is over. */
export async function answerWait(
  deps: Deps,
  { id, until, parameters, hold }: Waiting,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const left = new AbortController();
  reply.raw.once('close', () => left.abort());
  const release = hold();
  const result = await deps.waits.wait({ id, until, timeout: parameters.timeout }, left.signal);
  release();
  const record = showRecord(deps, id);
  if (result === 'full') return refuseWait(reply, 'too many calls wait already');
  if (result === 'stopped') return refuseWait(reply, 'sync stops; its successor knows nothing of this request');
  if (record === undefined) return refuse(reply, 404, 'this id is unknown, or too old');
  const errors = errorsOf(record);
  if (result === 'reached') return show(reply.code(200), record);
  if (result === 'timeout')
    return show(reply.code(504), { error: late(record, until, parameters), ...record, ...errors });
  return show(reply.code(422), { ...record, ...errors });
}

// In lines, because the log of a CI job is where it is read.
function show(reply: FastifyReply, content: object): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(`${JSON.stringify(content, undefined, 2)}\n`);
}

/** 503, before anything was done. */
export function refuseWait(reply: FastifyReply, why: string): FastifyReply {
  return refuse(reply.header('retry-after', '5'), 503, why);
}

/** A record as it is answered, with the reason for which the applier is not asked in vain. */
export function showRecord({ record, waits }: Deps, id: string): (RequestRecord & { applier?: string }) | undefined {
  const found = record(id);
  const { silence } = waits;
  return found === undefined || silence === undefined ? found : { ...found, applier: silence };
}

function errorsOf({ environments, ref }: RequestRecord): {
  errors: readonly ({ environment?: string } & EnvironmentError)[];
} {
  const errors = environments.flatMap(({ name, errors: own = [] }) =>
    own.map((one) => ({ environment: name, ...one })),
  );
  if (environments.length > 0) return { errors };
  const message = `Cannot wait: an environment must follow ${JSON.stringify(ref ?? '')}, found none in couplet.yaml`;
  return { errors: [{ code: 'no-environment', message }] };
}

function late({ id, environments }: RequestRecord, until: Until, { timeout }: Parameters): string {
  const stand = environments.map(({ name, state }) => `${name} is ${state}`).join(', ');
  return `not ${until} after ${timeout / 1000} s: ${stand}; GET /sync/${id}?wait=${until} waits on`;
}
