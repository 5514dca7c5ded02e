import type { FastifyInstance } from 'fastify';
import { addProgramRoutes } from './api/addProgramRoutes.ts';
import { createApp } from './createApp.ts';
import { addPageRoutes } from './page/pageRoutes.ts';
import type { ServerDeps } from './serverDeps.ts';

/** The applier's HTTP interface, not listening yet: the page, the API (docs/api.md) and health. */
export function buildServer(deps: ServerDeps): FastifyInstance {
  const app = createApp(deps.log);
  addPageRoutes(app, deps);
  addProgramRoutes(app, deps);
  return app;
}
