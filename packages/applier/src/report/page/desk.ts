import type { FastifyReply, FastifyRequest } from 'fastify';
import { Sessions } from '../session/sessions.ts';
import { viewerOf } from '../session/viewer.ts';
import { sendNotFound } from '../sendError.ts';
import { messagePage } from './messagePage.ts';
import type { PageDeps } from './pageDeps.ts';
import type { View } from './view.ts';

/** What every route of the page needs: the time, who asks, and how an answer looks. */
export class Desk {
  readonly deps: PageDeps;
  readonly sessions: Sessions;
  readonly now: () => number;

  constructor(deps: PageDeps) {
    this.deps = deps;
    this.now = deps.now ?? Date.now;
    this.sessions = new Sessions(this.now);
  }

  readonly readToken = async (): Promise<string | undefined> => this.deps.actions?.readToken();

  /** `refresh`: the page loads itself anew where scripts do not run. */
  async view(request: FastifyRequest, refresh = false): Promise<View> {
    const { health, repository, version } = this.deps;
    return {
      repository,
      version,
      problems: Object.entries(health.ready().checks).filter(([, problem]) => problem !== 'ok'),
      host: request.host,
      now: this.now(),
      refresh,
      path: request.url,
      viewer: await viewerOf(request, this),
    };
  }

  send(reply: FastifyReply, page: string, status = 200): FastifyReply {
    return reply.code(status).type('text/html; charset=utf-8').send(page);
  }

  /** 404 as a page for a browser, and as JSON for everything else. */
  async notFound(
    request: FastifyRequest,
    reply: FastifyReply,
    noun: 'environment' | 'path',
    found: string,
  ): Promise<FastifyReply> {
    if (request.headers.accept?.includes('text/html') !== true) return sendNotFound(reply, noun, found);
    const text =
      noun === 'environment'
        ? `No environment is configured under the name “${found.slice(0, 200)}”.`
        : `${found.slice(0, 200)} is not here (any more): the last 50 runs of an environment are kept.`;
    const page = { title: 'Not found', text, back: { path: '/', text: 'All environments' } };
    return this.send(reply, messagePage(page, await this.view(request)), 404);
  }
}
