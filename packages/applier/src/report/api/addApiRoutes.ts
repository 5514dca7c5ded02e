import type { FastifyInstance, FastifyReply } from 'fastify';
import type { RunSummary } from '../../history/runRecord.ts';
import { sendError, sendNotFound } from '../sendError.ts';
import type { ServerDeps } from '../serverDeps.ts';
import { addFeedRoute } from './addFeedRoute.ts';
import { answerConditionally } from './answerConditionally.ts';
import { noObjects } from '../noObjects.ts';
import { objectParameters, runParameters, type Parameters } from './parameters.ts';
import { readQuery, type QueryValues } from './readQuery.ts';

type Asked = { Params: { name: string; id: string }; Querystring: Record<string, unknown> };
type Handler<P extends Parameters> = (query: QueryValues<P>, params: Asked['Params'], reply: FastifyReply) => unknown;

export type ApiDeps = Pick<ServerDeps, 'status' | 'history' | 'objects' | 'feed' | 'version'>;

/** Adds everything under `/api` that reads; docs/api.md and `GET /api/openapi.json` say what it answers. */
export function addApiRoutes(app: FastifyInstance, deps: ApiDeps): void {
  const { status, history, objects, feed, version } = deps;

  /** A GET with its query parameters and, where its path names an environment, only for one that is configured. */
  function get<P extends Parameters>(path: string, verb: string, parameters: P, answer: Handler<P>): void {
    app.get<Asked>(path, { onSend: answerConditionally }, async ({ params, query }, reply) => {
      const read = readQuery(verb, parameters, query);
      if (read.kind === 'invalid') return sendError(reply, 400, 'bad-request', read.message);
      if (path.includes(':name') && status.get(params.name) === undefined) {
        return sendNotFound(reply, 'environment', params.name);
      }
      return answer(read.query, params, reply);
    });
  }

  get('/api/environments', 'list environments', {}, () => ({ environments: status.list() }));
  get('/api/environments/:name', 'show an environment', {}, (_query, { name }) => status.get(name));
  get('/api/environments/:name/runs', 'list runs', runParameters, (query, { name }) => ({
    runs: selectRuns(history.list(name) ?? [], query),
  }));
  get('/api/environments/:name/runs/:id', 'show a run', {}, (_query, { name, id }, reply) => {
    return history.get(name, id) ?? sendNotFound(reply, 'run', id);
  });
  get('/api/environments/:name/objects', 'list objects', objectParameters, (query, { name }) => {
    return objects.query(name, query) ?? noObjects;
  });

  let document: Promise<string> | undefined;
  get('/api/openapi.json', 'show the interface', {}, async (_query, _params, reply) => {
    // The schemas and their library cost more to load than the rest of the interface: only who asks pays for them.
    document ??= import('./openApi.ts').then(({ openApi }) => JSON.stringify(openApi(version)));
    return reply.type('application/json; charset=utf-8').send(await document);
  });
  addFeedRoute(app, feed);
}

function selectRuns(runs: readonly RunSummary[], query: QueryValues<typeof runParameters>): RunSummary[] {
  const { result: results, since, limit = runParameters.limit.absent } = query;
  return runs
    .filter(({ result }) => results === undefined || results.includes(result ?? 'running'))
    .filter(({ startedAt }) => since === undefined || Date.parse(startedAt) >= since)
    .slice(0, limit);
}
