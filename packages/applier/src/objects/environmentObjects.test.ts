import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ended, immutable, loaded, planned, started, told } from '../report/fixtures/events.ts';
import { progressing } from '../settle/healthResult.ts';
import { ObjectWorld } from './fixtures/objectWorld.ts';

const since = '2026-11-21T13:42:05Z';

test('an object as the repository wants it is current and unchanged, with the place of its manifest', () => {
  const world = new ObjectWorld();
  const id = world.both('ConfigMap', 'a');
  assert.deepEqual(world.row(id), {
    id: 'ConfigMap/shop/a',
    kind: 'ConfigMap',
    namespace: 'shop',
    name: 'a',
    file: 'shop/a.yaml',
    line: 1,
    document: 1,
    health: 'current',
    outcome: 'unchanged',
  });
});

test('before the cluster was read nothing is said of any object', () => {
  const world = new ObjectWorld();
  world.write('Namespace', 'shop');
  delete world.state.discovered;
  assert.deepEqual(world.query().objects, []);
});

test('an object that is not in the cluster is missing', () => {
  const world = new ObjectWorld();
  const id = world.write('ConfigMap', 'a');
  assert.equal(world.row(id).health, 'missing');
});

test('what a look found is told with its reason, and the others are current', () => {
  const world = new ObjectWorld();
  const web = world.both('Deployment.apps', 'web');
  const other = world.both('Deployment.apps', 'other');
  world.look({ [web]: progressing('1 of 3 replicas are ready') });
  const facts = [web, other].map((id) => [world.row(id).health, world.row(id).message]);
  assert.deepEqual(facts, [
    ['progressing', '1 of 3 replicas are ready'],
    ['current', undefined],
  ]);
});

test('an object that a run has just written is unknown until it is looked at', () => {
  const world = new ObjectWorld();
  const web = world.both('Deployment.apps', 'web');
  world.look();
  world.run({ id: web, outcome: 'configured' });
  const written = world.row(web);
  world.look();
  assert.deepEqual([written.health, written.outcome, world.row(web).health], ['unknown', 'configured', 'current']);
});

test('the end of a wait adds the reason from pods and events', () => {
  const world = new ObjectWorld();
  const web = world.both('Deployment.apps', 'web');
  world.look({ [web]: progressing('0 of 1 replicas are ready') });
  const message = `${web} is not healthy: 0 of 1 replicas are ready; pod web-1: image x cannot be pulled`;
  world.state.seen?.explained([{ code: 'image-pull', message, id: web }]);
  assert.equal(world.row(web).message, '0 of 1 replicas are ready; pod web-1: image x cannot be pulled');
});

test('with settle 0, and with the annotation, health is unknown and the reason is said', () => {
  const hurried = new ObjectWorld({ settle: 0 });
  const world = new ObjectWorld();
  const ignored = { policies: { prune: true, force: true, ignoreHealth: true } };
  const messages = [
    hurried.row(hurried.both('Deployment.apps', 'web')).message,
    world.row(world.both('Deployment.apps', 'web', ignored)).message,
  ];
  assert.match(messages.join(), /^settle is 0.*,couplet\.dev\/ignore-health/);
});

test('a member that is being deleted says since when, also when it left the repository', () => {
  const world = new ObjectWorld();
  world.live('ConfigMap/shop/old', { deleting: true, deletedAt: since, source: 'shop/old.yaml' });
  const { health, deletingSince, file } = world.row('ConfigMap/shop/old');
  assert.deepEqual([health, deletingSince, file], ['terminating', since, 'shop/old.yaml']);
});

test('a delete that waits for a person is held, with the reason', () => {
  const world = new ObjectWorld();
  world.live('ConfigMap/shop/old');
  world.run({ id: 'ConfigMap/shop/old', outcome: 'held', reason: 'more than pruneLimit allows' });
  const { held, outcome, message } = world.row('ConfigMap/shop/old');
  assert.deepEqual([held, outcome, message], [true, 'held', 'more than pruneLimit allows']);
});

test("somebody else's object with our label is no object of the environment", () => {
  const world = new ObjectWorld();
  world.live('ConfigMap/shop/theirs', { owned: false });
  assert.equal(world.query().total, 0);
});

test('an object that failed has its error until a run ends without it', () => {
  const world = new ObjectWorld();
  const id = world.both('Deployment.apps', 'web');
  world.look();
  world.tell(started(), told(40, { kind: 'object', id, outcome: 'failed', error: immutable }), ended(50, 'failed'));
  const failed = world.row(id);
  world.tell(started(100, {}, 'r2'));
  const during = world.row(id);
  world.tell(ended(110, 'applied', [], 'r2'));
  const after = world.row(id);
  assert.deepEqual([failed.outcome, failed.error, during.error], ['failed', immutable, immutable]);
  assert.deepEqual([after.outcome, after.error], ['unchanged', undefined]);
});

test('a superseded run leaves the errors of the last one', () => {
  const world = new ObjectWorld();
  const id = world.both('Deployment.apps', 'web');
  world.tell(started(), told(40, { kind: 'object', id, outcome: 'failed', error: immutable }), ended(50, 'failed'));
  world.tell(started(100, {}, 'r2'), ended(110, 'superseded', [], 'r2'));
  assert.deepEqual(world.row(id).error, immutable);
});

test('a manifest with a fault is a row of its own, at the place of the fault', () => {
  const world = new ObjectWorld();
  const error = { code: 'duplicate-key', message: 'no', id: 'ConfigMap/shop/b', file: 'shop/b.yaml', line: 7 };
  world.tell(started(), loaded(33, [error]), ended(50, 'failed', [error]));
  const { kind, name, file, line, health, outcome } = world.row('ConfigMap/shop/b');
  assert.deepEqual(
    [kind, name, file, line, health, outcome],
    ['ConfigMap', 'b', 'shop/b.yaml', 7, 'missing', 'failed'],
  );
});

test('an error about something that is no object makes no row', () => {
  const world = new ObjectWorld();
  const error = { code: 'forbidden', message: 'no', id: 'environment shop' };
  world.tell(started(), planned(34, { errors: [error] }), ended(50, 'failed', [error]));
  assert.equal(world.query().total, 0);
});

test('an object of another environment is not called missing', () => {
  const world = new ObjectWorld();
  const id = world.write('ConfigMap', 'a');
  const error = { code: 'claimed', message: 'it belongs to other', id };
  world.tell(started(), planned(34, { errors: [error] }), ended(50, 'failed', [error]));
  assert.equal(world.row(id).health, 'unknown');
});

test('an object of a kind that could not be listed is not called missing', () => {
  const world = new ObjectWorld();
  const id = world.write('ConfigMap', 'a');
  world.unlisted.add('ConfigMap');
  assert.equal(world.row(id).health, 'unknown');
});

test('an object that is only created when it is missing, and that others made, is there', () => {
  const world = new ObjectWorld();
  const id = world.write('ConfigMap', 'a');
  world.state.present.add(id);
  assert.equal(world.row(id).health, 'current');
});

test('the rows are those of the tree that is applied, as when a commit was rolled back', () => {
  const world = new ObjectWorld();
  world.both('ConfigMap', 'a');
  const before = world.query().total;
  world.both('ConfigMap', 'b');
  assert.deepEqual([before, world.query().total], [1, 2]);
});

test('a member is named as the API server names it, and what is no member is not', () => {
  const world = new ObjectWorld();
  const id = world.both('Deployment.apps', 'web');
  const missing = world.write('ConfigMap', 'a');
  const expected = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web', uid: `uid of ${id}` };
  assert.deepEqual([world.objects.refer(id), world.objects.refer(missing)], [expected, undefined]);
});
