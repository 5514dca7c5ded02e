import { isOneOf } from '@couplet/daemon';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { act } from '../actions/act.ts';
import { actionNames, type ActionName, type Actions } from '../actions/actions.ts';
import { readActionBody } from '../actions/readActionBody.ts';
import { isSameOrigin } from '../session/isSameOrigin.ts';
import { formOf } from '../session/readForms.ts';
import type { Desk } from './desk.ts';
import { messagePage } from './messagePage.ts';
import { pathOf } from './pathOf.ts';

type Asked = { Params: { name: string } };

const done: Record<ActionName, string> = {
  run: 'A run was asked for. It is shown as soon as it begins.',
  suspend: 'Suspended. New commits are not applied until it is resumed.',
  resume: 'Resumed. Everything is looked at anew.',
  approve: 'Approved. The deletes follow with the next run, at once.',
};

/**
 * `POST /environments/<name>/run|suspend|resume|approve`: what the API does, for a person who signed in, answered with the
 * page of the environment (303), which says what became of it. Counted as the calls of the API are.
 */
export function addFormRoutes(scope: FastifyInstance, desk: Desk): void {
  for (const action of actionNames) {
    scope.post<Asked>(`/environments/:name/${action}`, async (request, reply) => {
      const { name } = request.params;
      const { actions } = desk.deps;
      if (!isSameOrigin(request.headers))
        return refuse(request, reply, 403, 'The form must come from this page itself.');
      const { viewer } = await desk.view(request);
      if (viewer.kind !== 'person' || actions === undefined) {
        return refuse(request, reply, 401, 'Sign in first: there is no session, or it has ended.');
      }
      const form = formOf(request.body);
      const { session } = viewer;
      if (!isOneOf([session.csrf], form.get('csrf') ?? '')) {
        return refuse(request, reply, 403, 'The form is of another session. Load the page again.');
      }
      if (desk.deps.status.get(name) === undefined) return desk.notFound(request, reply, 'environment', name);
      const answer = await answerTo(actions.actions, action, name, form, desk.now());
      actions.onAnswer(name, action, answer.status);
      session.said = { ...answer.said, environment: name, at: desk.now() };
      return reply.redirect(pathOf(name), 303);
    });
  }

  async function refuse(
    request: FastifyRequest<Asked>,
    reply: FastifyReply,
    status: number,
    text: string,
  ): Promise<FastifyReply> {
    const view = await desk.view(request);
    const from = encodeURIComponent(pathOf(request.params.name));
    const back =
      status === 401
        ? { path: `/sign-in?from=${from}`, text: 'Sign in' }
        : { path: pathOf(request.params.name), text: 'Back' };
    return desk.send(reply, messagePage({ title: 'Nothing was done', text, back }, view), status);
  }
}

type Answered = { status: number; said: { tone: 'good' | 'bad'; text: string } };

async function answerTo(
  actions: Actions,
  action: ActionName,
  name: string,
  form: URLSearchParams,
  now: number,
): Promise<Answered> {
  const fields = ['reason', 'for', 'plan'].flatMap((key) => {
    const value = form.get(key)?.trim() ?? '';
    return value === '' ? [] : [[key, value] as const];
  });
  const read = readActionBody(action, Object.fromEntries(fields), now);
  if (read.kind === 'invalid') return { status: 400, said: { tone: 'bad', text: read.message } };
  const answer = await act(actions, action, name, read.body);
  const { status } = answer;
  if (answer.kind !== 'accepted') return { status, said: { tone: 'bad', text: answer.message } };
  return { status, said: { tone: 'good', text: done[action] } };
}
