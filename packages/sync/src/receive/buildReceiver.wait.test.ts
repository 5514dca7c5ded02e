import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { systemClock } from '@couplet/daemon';
import { commitId } from '@couplet/volume';
import { eventually } from '../../../../test/support/eventually.ts';
import { portOf } from '../../../../test/support/portOf.ts';
import type { Outcome } from '../events.ts';
import { someEnvironments, testReceiver, token } from '../fixtures/receiver.ts';
import type { TestReceiver } from '../fixtures/receiver.ts';
import { applied } from '../wait/fixtures/waitWorld.ts';
import { defaultTimeouts } from './receiverDeps.ts';

const headers = { authorization: `Bearer ${token}` };
const commit = commitId('1'.repeat(40));
const published: Outcome = { state: 'published', commit, files: 1, skipped: 0 };
const body = '{"ref":"live"}';

/** What a pass does with every request so far: each environment comes out like this. */
function pass(receiver: TestReceiver, outcome: Outcome): void {
  for (const { requests } of receiver.posted.splice(0)) {
    for (const environment of requests.flatMap(({ environments }) => environments))
      receiver.emit({ kind: 'environment', at: 0, pass: 1, environment, outcome, requests });
  }
}

/** Sends a call that waits, lets a pass come out, and gives the answer. */
async function waits(receiver: TestReceiver, url: string, outcome: Outcome) {
  // It is sent only when somebody asks for the answer.
  const answer = receiver.app.inject({ method: 'POST', url, headers, payload: body }).then((given) => given);
  await eventually('somebody waits', () => receiver.waits.size > 0 || undefined);
  pass(receiver, outcome);
  return answer;
}

test('a call that waits is answered with the record once the commit is published', async () => {
  await using receiver = testReceiver();
  const answer = await waits(receiver, '/sync?wait=published', published);
  const [environment] = answer.json().environments;
  assert.deepEqual([answer.statusCode, environment.state, environment.commit], [200, 'published', commit]);
});

test('a call that waits for applied gets the time of the applier', async () => {
  await using receiver = testReceiver({ applied: async () => [applied(commit, 'production')] });
  const answer = await waits(receiver, '/sync?wait=applied', published);
  const [environment] = answer.json().environments;
  assert.deepEqual([answer.statusCode, environment.applied], [200, '1970-01-01T00:00:01.000Z']);
});

test('an error of the applier is answered with its environment, object, file and line', async () => {
  const error = { code: 'invalid', message: 'Cannot apply', id: 'ConfigMap/a/b', file: 'a.yaml', line: 3 };
  const said = { name: 'production', state: 'failed', published: { commit }, errors: [error] };
  await using receiver = testReceiver({ applied: async () => [said] });
  const answer = await waits(receiver, '/sync?wait=applied', published);
  assert.deepEqual([answer.statusCode, answer.json().errors], [422, [{ environment: 'production', ...error }]]);
});

test('an environment of which there is nothing to publish is answered with why and what to do', async () => {
  await using receiver = testReceiver();
  const answer = await waits(receiver, '/sync?wait=healthy', { state: 'stalled', why: 'no branch', todo: 'push it' });
  const message = 'Cannot publish production: no branch';
  const expected = { environment: 'production', code: 'sync-stalled', message, todo: 'push it' };
  assert.deepEqual([answer.statusCode, answer.json().errors], [422, [expected]]);
});

test('a ref that no environment follows is an error, not a success', async () => {
  await using receiver = testReceiver();
  const payload = '{"ref":"mian"}';
  const answer = await receiver.app.inject({ method: 'POST', url: '/sync?wait=published', headers, payload });
  assert.deepEqual([answer.statusCode, answer.json().errors[0].code], [422, 'no-environment']);
});

function isAway(): Promise<never> {
  return Promise.reject(new Error('Cannot ask the applier: nothing listens there'));
}

test('when the time is over the answer says where it stands, that the applier is silent, and how to wait on', async () => {
  await using receiver = testReceiver({ clock: systemClock, applied: isAway });
  const answer = await waits(receiver, '/sync?wait=applied&timeout=50ms', published);
  const { id, error, applier, environments } = answer.json();
  assert.deepEqual([answer.statusCode, environments[0].state], [504, 'published']);
  assert.equal(error, `not applied after 0.05 s: production is published; GET /sync/${id}?wait=applied waits on`);
  assert.equal(applier, 'Cannot ask the applier: nothing listens there');
});

test('a commit that is asked for is handed over for every environment of the request', async () => {
  await using receiver = testReceiver();
  await waits(receiver, `/sync?commit=${commit}`, published);
  const [request] = receiver.events.flatMap((event) => (event.kind === 'accepted' ? [event.request] : []));
  assert.deepEqual([...(request?.wanted ?? [])], [['production', commit]]);
});

test('a wait can be taken up again by the id of the request', async () => {
  await using receiver = testReceiver();
  const first = await receiver.app.inject({ method: 'POST', url: '/sync', headers, payload: body });
  const again = receiver.app.inject({ url: `${first.json().url}?wait=published`, headers }).then((given) => given);
  await eventually('somebody waits', () => receiver.waits.size > 0 || undefined);
  pass(receiver, published);
  assert.deepEqual([(await again).statusCode, (await again).json().id], [200, first.json().id]);
});

test('a look at a record asks the applier', async () => {
  await using receiver = testReceiver({ applied: async () => [applied(commit, 'production')] });
  const { url } = (await receiver.app.inject({ method: 'POST', url: '/sync', headers, payload: body })).json();
  pass(receiver, published);
  assert.equal((await receiver.app.inject({ url, headers })).json().environments[0].state, 'applied');
});

test('when too many wait, one more is refused before anything is done', async () => {
  await using receiver = testReceiver({ mostWaiters: 0 });
  const answer = await receiver.app.inject({ method: 'POST', url: '/sync?wait=applied', headers });
  assert.deepEqual([answer.statusCode, answer.headers['retry-after'], receiver.posted], [503, '5', []]);
});

test('nobody waits for a health that nobody looks at', async () => {
  const environments = someEnvironments().map((one) => (one.name === 'production' ? { ...one, settle: 0 } : one));
  await using receiver = testReceiver({ environments: () => environments });
  const call = { method: 'POST', headers, payload: body } as const;
  const answer = await receiver.app.inject({ ...call, url: '/sync?wait=healthy' });
  const { url } = (await receiver.app.inject({ ...call, url: '/sync' })).json();
  const later = await receiver.app.inject({ url: `${url}?wait=healthy`, headers });
  const error = 'wait=healthy must be of environments with settle above 0, found production with 0; use wait=applied';
  assert.deepEqual([answer.statusCode, answer.json(), later.json()], [400, { error }, { error }]);
  assert.equal(receiver.posted.length, 1);
});

/** A connection on which a call waits. */
async function waiting(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`POST /sync?wait=published&timeout=15m HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${token}\r\n`);
  socket.write(`content-length: ${body.length}\r\n\r\n${body}`);
  return socket;
}

test('a wait outlasts every deadline that a quiet connection has', async () => {
  const timeouts = { ...defaultTimeouts, headers: 1500, request: 1500, connection: 1500, checkEvery: 10 };
  await using receiver = testReceiver({ clock: systemClock, timeouts });
  await receiver.app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${portOf(receiver.app.server)}/sync?wait=published&timeout=3s`;
  assert.equal((await fetch(url, { method: 'POST', headers, body })).status, 504);
});

test('of 500 clients that wait and then leave nothing remains, and a webhook is answered meanwhile', async () => {
  await using receiver = testReceiver({ mostWaiters: 500 });
  await receiver.app.listen({ host: '127.0.0.1', port: 0 });
  const port = portOf(receiver.app.server);
  const sockets = await Promise.all(Array.from({ length: 500 }, () => waiting(port)));
  await eventually('all wait', () => receiver.waits.size === 500 || undefined, { last: () => receiver.waits.size });
  assert.equal((await fetch(`http://127.0.0.1:${port}/sync`, { method: 'POST', headers, body })).status, 202);
  for (const socket of sockets) socket.destroy();
  await eventually('nobody waits', () => receiver.waits.size === 0 || undefined, { last: () => receiver.waits.size });
  const gone = receiver.events.filter((event) => event.kind === 'waited' && event.result === 'gone');
  assert.equal(gone.length, 500);
});
