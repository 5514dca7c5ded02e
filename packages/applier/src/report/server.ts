import type { FastifyInstance } from 'fastify';
import { addProgramRoutes } from './api/addProgramRoutes.ts';
import { createApp } from './createApp.ts';
import { addPageRoutes } from './page/pageRoutes.ts';
import type { ServerDeps } from './serverDeps.ts';
import { SignInLimit } from './session/signInLimit.ts';

/** The applier's HTTP interface, not listening yet: the page, the API (docs/api.md) and health. */
export function buildServer(deps: ServerDeps): FastifyInstance {
  const app = createApp(deps.log);
  const limit = new SignInLimit(deps.now ?? Date.now);
  addPageRoutes(app, { ...deps, limit });
  addProgramRoutes(app, deps, limit);
  return app;
}
