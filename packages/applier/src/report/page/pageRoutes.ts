import type { FastifyInstance } from 'fastify';
import type { EnvironmentStatus } from '../environmentStatus.ts';
import { readForms } from '../session/readForms.ts';
import { addFormRoutes } from './addFormRoutes.ts';
import { addPersonRoutes } from './addPersonRoutes.ts';
import { Desk } from './desk.ts';
import { environmentPage, type EnvironmentFacts } from './environmentPage.ts';
import { noObjects } from '../noObjects.ts';
import { objectsPage } from './objectsPage.ts';
import { overview } from './overview.ts';
import type { PageDeps } from './pageDeps.ts';
import { startOf } from './portion.ts';
import { readObjectQuery } from './readObjectQuery.ts';
import { runPage } from './runPage.ts';
import { runsPage } from './runsPage.ts';

export type { PageDeps } from './pageDeps.ts';

type Asked = { Params: { name: string; id: string }; Querystring: Record<string, unknown> };

/**
 * The status page as HTML: all environments, one, its runs, one run, its objects; signing in, and forms that act. The
 * only paths that read forms.
 */
export function addPageRoutes(app: FastifyInstance, deps: PageDeps): void {
  const desk = new Desk(deps);
  const { status, history, objects } = deps;

  app.get<Asked>('/', async (request, reply) => {
    const { query } = request;
    const shown = status.list().map((one) => ({ status: one, runs: history.list(one.name) ?? [] }));
    return desk.send(
      reply,
      overview(shown, await desk.view(request, query['refresh'] !== 'off'), startOf(query['from'])),
    );
  });

  app.get<Asked>('/environments/:name', async (request, reply) => {
    const { params, query } = request;
    const found = status.get(params.name);
    if (found === undefined) return desk.notFound(request, reply, 'environment', params.name);
    const [errors, warnings, held] = [startOf(query['errors']), startOf(query['warnings']), startOf(query['held'])];
    const form = query['form'] === 'suspend' ? { form: 'suspend' as const } : {};
    // Whoever reads the middle of a list or fills in a form is not sent back to its begin.
    const refresh = query['refresh'] !== 'off' && query['form'] === undefined && errors + warnings + held === 3;
    const view = await desk.view(request, refresh);
    return desk.send(reply, environmentPage(facts(found), view, { errors, warnings, held, ...form }));
  });

  app.get<Asked>('/environments/:name/runs', async (request, reply) => {
    const { name } = request.params;
    const found = status.get(name);
    if (found === undefined) return desk.notFound(request, reply, 'environment', name);
    const from = startOf(request.query['from']);
    const view = await desk.view(request, request.query['refresh'] !== 'off' && from === 1);
    return desk.send(reply, runsPage(found, history.list(name) ?? [], view, from));
  });

  app.get<Asked>('/environments/:name/runs/:id', async (request, reply) => {
    const { params, query } = request;
    if (status.get(params.name) === undefined) return desk.notFound(request, reply, 'environment', params.name);
    const run = history.get(params.name, params.id);
    if (run === undefined) return desk.notFound(request, reply, 'path', `Run ${params.id}`);
    const [errors, warnings, changes] = ['errors', 'warnings', 'changes'].map((name) => startOf(query[name]));
    const asked = { errors: errors ?? 1, warnings: warnings ?? 1, changes: changes ?? 1 };
    return desk.send(reply, runPage(run, await desk.view(request, run.endedAt === undefined), asked));
  });

  app.get<Asked>('/environments/:name/objects', async (request, reply) => {
    const { name } = request.params;
    const found = status.get(name);
    const query = readObjectQuery(request.query);
    if (found === undefined) return desk.notFound(request, reply, 'environment', name);
    const objectsFound = objects.query(name, query) ?? noObjects;
    return desk.send(reply, objectsPage({ status: found, found: objectsFound, query }, await desk.view(request)));
  });

  void app.register(async (scope) => {
    readForms(scope);
    addPersonRoutes(scope, desk);
    addFormRoutes(scope, desk);
  });

  function facts(found: EnvironmentStatus): EnvironmentFacts {
    const counted = objects.query(found.name, { limit: 1 });
    return { status: found, runs: history.list(found.name) ?? [], ...(counted && { objects: counted }) };
  }
}
