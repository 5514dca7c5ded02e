import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ObjectWorld } from '../../objects/fixtures/objectWorld.ts';
import { runRecord, runSummary } from '../../history/fixtures/runRecords.ts';
import { appliedRun, configured } from '../fixtures/events.ts';
import { serverDeps } from '../fixtures/serverDeps.ts';
import { buildServer } from '../server.ts';
import type { ServerDeps } from '../serverDeps.ts';
import { Status } from '../status.ts';
import { templatesRead } from './html.ts';
import { warmPages } from './warmPages.ts';

const ended = { kind: 'ended', environment: 'shop' } as const;
const broken = (): never => assert.fail('a defect');
const soon = async (): Promise<void> => {};
const act = async (): Promise<{ kind: 'accepted' }> => ({ kind: 'accepted' });

/** What the pages of shop read, with the number of times that its objects were asked for. */
function world(): { deps: ServerDeps; asked: () => number } {
  const objects = new ObjectWorld();
  objects.both('ConfigMap', 'a');
  const status = new Status();
  for (const event of [configured, ...appliedRun()]) status.record(event);
  let asked = 0;
  const deps = serverDeps({
    status,
    actions: {
      actions: { run: act, suspend: act, resume: act, approve: act },
      readToken: async () => 'the right word',
      onAnswer: () => {},
    },
    history: { list: () => [runSummary()], get: () => runRecord() },
    objects: {
      query: (_environment, query) => {
        asked += 1;
        return objects.query(query);
      },
    },
  });
  return { deps, asked: () => asked };
}

test('after the first run of an environment no request for a page reads a template for the first time', async () => {
  const { deps } = world();
  const cold = templatesRead();
  await warmPages(deps, soon)(ended);
  const warm = templatesRead();
  await using server = buildServer(deps);
  for (const path of ['', '/environments/shop', '/environments/shop/objects', '/environments/shop/runs'])
    assert.equal((await server.inject(path || '/')).statusCode, 200);
  assert.equal((await server.inject(`/environments/shop/runs/${runSummary().id}`)).statusCode, 200);
  assert.ok(warm > cold + 20, `${warm - cold} templates`);
  assert.equal(templatesRead(), warm);
});

test('nothing is rendered before a run has ended, nor again after the next one', async () => {
  const { deps, asked } = world();
  const warm = warmPages(deps, soon);
  await warm({ kind: 'started', environment: 'shop' });
  const before = asked();
  await warm(ended);
  const first = asked();
  await warm(ended);
  assert.deepEqual([before, first > 0, asked()], [0, true, first]);
});

test('the objects are sorted in a turn of their own, after what waits for the run', async () => {
  const { deps, asked } = world();
  const turns: number[] = [];
  await warmPages(deps, async () => void turns.push(asked()))(ended);
  assert.equal(turns[0], 0);
  assert.equal(turns.length, 6);
});

test('an environment that is gone by then, a page with a defect and the end of the program are no errors', async () => {
  const { deps } = world();
  await warmPages(deps, soon)({ ...ended, environment: 'nobody' });
  await warmPages({ ...deps, objects: { query: broken } }, soon)(ended);
  await warmPages(deps, async () => broken())(ended);
});
