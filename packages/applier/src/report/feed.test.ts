import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { FakeClock } from '@couplet/daemon';
import { faultsOfComponent } from './api/fixtures/documentChecker.ts';
import { runs } from './api/fixtures/apiWorld.ts';
import { Feed } from './feed.ts';
import { appliedRun, configured, ended, started } from './fixtures/events.ts';
import { Status } from './status.ts';

type Told = { id: string; event: string; data: Record<string, unknown> };

/** A feed over `shop`, its clock, and what one client is told. */
function world(): { clock: FakeClock; status: Status; feed: Feed; told: () => Told[]; text: () => string } {
  const clock = new FakeClock();
  const status = new Status();
  status.record(configured);
  const feed = new Feed({ status, history: { list: () => runs }, clock, version: '0.1.0' });
  const text = follow(feed);
  return { clock, status, feed, text, told: () => eventsIn(text()) };
}

/** Opens the feed; the answer tells what came so far. */
function follow(feed: Feed, lastEventId?: string): () => string {
  const stream = new PassThrough();
  let text = '';
  stream.setEncoding('utf8').on('data', (more) => (text += more));
  feed.open(stream, lastEventId);
  return () => text;
}

function eventsIn(text: string): Told[] {
  const events = [...text.matchAll(/^id: (\d+)\nevent: (\w+)\ndata: (.*)$/gm)];
  return events.map(([, id = '', event = '', data = '']) => ({ id, event, data: JSON.parse(data) }));
}

const names = (told: Told[]): string[] => told.map(({ event }) => event);

test('a new client is told when to come again, and where everything stands', async () => {
  const { clock, text, told } = world();
  await clock.advance(0);
  assert.match(text(), /^retry: 2000\n\nid: \d+\nevent: hello\n/);
  assert.deepEqual(told()[0]?.data, { version: '0.1.0', environments: [{ name: 'shop', state: 'waiting' }] });
});

test('a change of an environment is told with its state and run', async () => {
  const { clock, status, feed, told } = world();
  for (const event of appliedRun()) status.record(event);
  feed.touch('shop');
  await clock.advance(10);
  assert.deepEqual(told()[1]?.data, { name: 'shop', state: 'applied', run: 'r1' });
});

test('several changes in a moment are told once', async () => {
  const { clock, status, feed, told } = world();
  for (const event of appliedRun()) {
    status.record(event);
    feed.touch('shop');
  }
  await clock.advance(5_000);
  assert.deepEqual(names(told()), ['hello', 'environment']);
});

test('an environment that is as it was told is not told again', async () => {
  const { clock, feed, told } = world();
  feed.touch('shop');
  await clock.advance(1_000);
  feed.touch('shop');
  await clock.advance(1_000);
  assert.deepEqual(names(told()), ['hello', 'environment']);
});

test('a change that state and run do not show is told', async () => {
  const { clock, status, feed, told } = world();
  for (const event of appliedRun()) status.record(event);
  feed.touch('shop');
  await clock.advance(1_000);
  status.record({ environment: 'shop', at: 0, kind: 'deleting', objects: [{ id: 'ConfigMap/shop/a' }] });
  feed.touch('shop');
  await clock.advance(1_000);
  assert.deepEqual(names(told()), ['hello', 'environment', 'environment']);
});

test('a run that changed is told as the history has it, as documented', async () => {
  const { clock, feed, told } = world();
  feed.touchRun('shop', 'r3');
  await clock.advance(10);
  const run = told().find(({ event }) => event === 'run');
  assert.deepEqual(run?.data, runs[1]);
  assert.deepEqual(faultsOfComponent('RunSummary', run?.data), []);
});

test('runs are told in the order in which they began, each once', async () => {
  const { clock, status, feed, told } = world();
  feed.touchRun('shop', 'r3');
  feed.touchRun('shop', 'r2');
  await clock.advance(10);
  for (const event of appliedRun()) status.record(event);
  feed.touch('shop');
  await clock.advance(1_000);
  const ids = told().map(({ event, data }) => (event === 'run' ? data['id'] : event));
  assert.deepEqual(ids, ['hello', 'r2', 'r3', 'environment', 'environment']);
});

test('an environment that is gone is told without a state', async () => {
  const { clock, status, feed, told } = world();
  status.record({ environment: 'shop', at: 0, kind: 'removed' });
  feed.touch('shop');
  await clock.advance(10);
  assert.deepEqual(told()[1]?.data, { name: 'shop' });
});

test('endless changes of an environment are told three times a second', async () => {
  const { clock, status, feed, told } = world();
  for (let turn = 0; turn < 500; turn += 1) {
    status.record(turn % 2 === 0 ? started(turn, {}, `r${turn}`) : ended(turn, 'applied', [], `r${turn - 1}`));
    feed.touch('shop');
    await clock.advance(20);
  }
  const count = names(told()).filter((name) => name === 'environment').length;
  assert.ok(count >= 28 && count <= 31, `10 s, ${count} events`);
});

test('an environment that changes all the time does not delay another', async () => {
  const { clock, status, feed, told } = world();
  for (let turn = 0; turn < 20; turn += 1) {
    status.record(turn % 2 === 0 ? started(turn, {}, `r${turn}`) : ended(turn, 'applied', [], `r${turn - 1}`));
    feed.touch('shop');
    await clock.advance(20);
  }
  status.record({ ...configured, environment: 'bakery' });
  feed.touch('bakery');
  await clock.advance(10);
  assert.deepEqual(told().at(-1)?.data['name'], 'bakery');
});

test('who comes again with the id of the last event gets what was missed, and no hello', async () => {
  const { clock, status, feed, told } = world();
  await clock.advance(0);
  const last = told().at(-1)?.id;
  for (const event of appliedRun()) status.record(event);
  feed.touch('shop');
  await clock.advance(10);
  const again = follow(feed, last);
  await clock.advance(0);
  assert.deepEqual(names(eventsIn(again())), ['environment']);
});

test('who comes with an id of another time gets a hello', async () => {
  const { clock, feed } = world();
  const again = follow(feed, '17');
  await clock.advance(0);
  assert.deepEqual(names(eventsIn(again())), ['hello']);
});

test('a connection on which nothing happens gets a comment each 15 s', async () => {
  const { clock, text } = world();
  await clock.advance(46_000);
  assert.equal(text().match(/^:$/gm)?.length, 3);
});

test('a second client brings no second comment', async () => {
  const { clock, feed, text } = world();
  follow(feed);
  await clock.advance(16_000);
  assert.equal(text().match(/^:$/gm)?.length, 1);
});

test('who comes after everybody had left gets comments too', async () => {
  const clock = new FakeClock();
  const feed = new Feed({ status: new Status(), history: { list: () => [] }, clock, version: '0.1.0' });
  const stream = new PassThrough();
  feed.open(stream);
  stream.destroy();
  await clock.advance(20_000);
  const later = follow(feed);
  await clock.advance(16_000);
  assert.equal(later().match(/^:$/gm)?.length, 1);
});

test('a client that stays for long is told what changes', async () => {
  const { clock, status, feed, told } = world();
  await clock.advance(600_000);
  for (const event of appliedRun()) status.record(event);
  feed.touch('shop');
  await clock.advance(10);
  assert.deepEqual(names(told()), ['hello', 'environment']);
});

test('without clients no time is kept', async () => {
  const { clock, feed } = world();
  feed.close();
  await clock.advance(20_000);
  assert.equal(clock.sleepers, 0);
});

test('a closed feed has no room and tells nothing', async () => {
  const { clock, feed, told } = world();
  feed.close();
  feed.touch('shop');
  await clock.advance(1_000);
  assert.deepEqual([feed.hasRoom(), names(told())], [false, ['hello']]);
});

test('without a client nothing is looked at, and nothing waits', async () => {
  const clock = new FakeClock();
  const feed = new Feed({ status: new Status(), history: { list: () => assert.fail() }, clock, version: '0.1.0' });
  feed.touch('shop');
  feed.touchRun('shop', 'r1');
  assert.equal(clock.sleepers, 0);
});

test('who comes again within a minute gets what happened while nobody followed', async () => {
  const { last, again } = await comesAgainAfter(50_000);
  assert.deepEqual([last === undefined, again], [false, ['environment']]);
});

test('who comes again later gets a hello', async () => {
  const { last, again } = await comesAgainAfter(70_000);
  assert.deepEqual([last === undefined, again], [false, ['hello']]);
});

test('who saw nothing change before it left gets what happened since', async () => {
  const { last, again } = await comesAgainAfter(50_000, { touched: false });
  assert.deepEqual([last === undefined, again], [false, ['environment']]);
});

/** The only client leaves; after `ms` something changes, and the client comes again. */
async function comesAgainAfter(
  ms: number,
  { touched = true } = {},
): Promise<{ last: string | undefined; again: string[] }> {
  const clock = new FakeClock();
  const status = new Status();
  status.record(configured);
  const feed = new Feed({ status, history: { list: () => [] }, clock, version: '0.1.0' });
  const stream = new PassThrough();
  feed.open(stream);
  if (touched) feed.touch('shop');
  await clock.advance(10);
  const last = eventsIn(String(stream.read())).at(-1)?.id;
  stream.destroy();
  await clock.advance(ms);
  status.record({ environment: 'shop', at: 0, kind: 'configured', suspend: true });
  feed.touch('shop');
  await clock.advance(10);
  const again = follow(feed, last);
  await clock.advance(0);
  return { last, again: names(eventsIn(again())) };
}
