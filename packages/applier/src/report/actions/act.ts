import type { ActionAnswer, ActionName, Actions } from './actions.ts';
import type { ActionBody } from './readActionBody.ts';

/** What became of an action, and the HTTP status that says so. */
export type Acted = ActionAnswer & { status: number };

const statuses = { accepted: 202, conflict: 409, unavailable: 503 } as const satisfies Record<
  ActionAnswer['kind'],
  number
>;

/** Asks for one action, as the API and the forms of the page do. */
export async function act(actions: Actions, action: ActionName, name: string, body: ActionBody): Promise<Acted> {
  const answer = await ask(actions, action, name, body);
  return { ...answer, status: statuses[answer.kind] };
}

async function ask(actions: Actions, action: ActionName, name: string, body: ActionBody): Promise<ActionAnswer> {
  switch (action) {
    case 'run':
      return actions.run(name);
    case 'suspend':
      return actions.suspend(name, body);
    case 'resume':
      return actions.resume(name);
    case 'approve':
      return actions.approve(name, body.plan ?? '');
    default:
      action satisfies never;
      throw new Error(`Cannot act: found the action ${String(action)}`);
  }
}
