import { addHealthRoutes } from '@couplet/daemon';
import type { FastifyInstance } from 'fastify';
import { addActionRoutes } from '../actions/addActionRoutes.ts';
import type { ServerDeps } from '../serverDeps.ts';
import { addApiRoutes } from './addApiRoutes.ts';

/** Adds everything that is made for programs, as `GET /api/openapi.json` describes it; the pages are for people. */
export function addProgramRoutes(app: FastifyInstance, deps: ServerDeps): void {
  const { actions, status, health, registry, now = Date.now } = deps;
  addApiRoutes(app, deps);
  if (actions !== undefined) addActionRoutes(app, { ...actions, status, now });
  addHealthRoutes(app, { health, registry });
}
