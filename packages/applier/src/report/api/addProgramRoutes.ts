import { addHealthRoutes } from '@couplet/daemon';
import type { FastifyInstance } from 'fastify';
import { addActionRoutes } from '../actions/addActionRoutes.ts';
import type { ServerDeps } from '../serverDeps.ts';
import type { SignInLimit } from '../session/signInLimit.ts';
import { addApiRoutes } from './addApiRoutes.ts';

/** Adds everything that is made for programs, as `GET /api/openapi.json` describes it; the pages are for people. */
export function addProgramRoutes(app: FastifyInstance, deps: ServerDeps, limit: SignInLimit): void {
  const { actions, status, health, registry, now = Date.now } = deps;
  addApiRoutes(app, deps);
  if (actions !== undefined) addActionRoutes(app, { ...actions, status, now, limit });
  addHealthRoutes(app, { health, registry });
}
