import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '@couplet/daemon';
import type { SyncEvent } from '../events.ts';
import type { CommitState, CommitStatus } from './commitStatus.ts';
import type { Answer } from './judgeAnswer.ts';
import { StatusSender } from './statusSender.ts';
import type { NoTarget, StatusTarget } from './statusTarget.ts';

const minute = 60_000;

/** A sender whose provider, token and time are the test's. */
class World implements AsyncDisposable {
  readonly clock = new FakeClock();
  readonly events: SyncEvent[] = [];
  /** `<commit> <state>` of each request. */
  readonly sent: string[] = [];
  target: StatusTarget | NoTarget = { kind: 'target', provider: 'github', api: 'https://api.test', repository: 'a/b' };
  token: string | undefined = 'first';
  answer: () => Partial<Answer> | Promise<never> = () => ({ status: 201 });
  readonly sender: StatusSender;
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;

  constructor() {
    const { clock } = this;
    this.sender = new StatusSender({
      clock,
      emit: (event) => this.events.push(event),
      target: () => this.target,
      token: async () => this.token,
      deadline: 50,
      send: async ({ url, body }, signal) => {
        const { state } = JSON.parse(body) as { state: string };
        this.sent.push(`${url.pathname.slice(-2)} ${state}`);
        const silence = Promise.withResolvers<never>();
        signal.addEventListener('abort', () => silence.reject(signal.reason));
        const answer = await Promise.race([this.answer(), silence.promise]);
        return { status: 0, headers: {}, text: '', ...answer };
      },
    });
    this.#ended = this.sender.run(this.#stop.signal);
  }

  async put(...texts: string[]): Promise<void> {
    this.sender.put(texts.map(status));
    await this.clock.advance(0);
  }

  /** What became of the statuses, and whether they are on. */
  told(): string[] {
    return this.events.flatMap((event) => {
      if (event.kind === 'commitStatuses') return [event.off === undefined ? 'on' : 'off'];
      return event.kind === 'commitStatus' ? [`${event.commit} ${event.state} ${event.result}`] : [];
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('the program stops'));
    await this.#ended;
  }
}

function status(text: string): CommitStatus {
  const [commit = '', state = ''] = text.split(' ');
  return { environment: 'shop', commit, state: state as CommitState, description: '' };
}

test('what is put is sent in its order', async () => {
  await using world = new World();
  await world.put('c1 pending', 'c2 success');
  assert.deepEqual(world.sent, ['c1 pending', 'c2 success']);
  assert.deepEqual(world.told(), ['on', 'c1 pending sent', 'c2 success sent']);
});

test('what fails is tried five times with growing pauses, then one event says so', async () => {
  await using world = new World();
  world.answer = () => ({ status: 500 });
  await world.put('c1 pending');
  await world.clock.advance(5 * minute);
  assert.deepEqual([world.sent.length, world.told()], [5, ['on', 'c1 pending failed']]);
  const event = world.events.at(-1);
  assert.ok(event?.kind === 'commitStatus');
  assert.match(event.why ?? '', /found 500; given up after 5 tries$/);
});

test('a network that fails is tried again', async () => {
  await using world = new World();
  world.answer = () => Promise.reject(new Error('Cannot reach api.test: nothing listens there'));
  await world.put('c1 pending');
  world.answer = () => ({ status: 201 });
  await world.clock.advance(minute);
  assert.deepEqual(world.told(), ['on', 'c1 pending sent']);
});

test('a provider that is silent is given up at the deadline and tried again', async () => {
  await using world = new World();
  world.answer = () => new Promise(() => {});
  await world.put('c1 pending');
  // The deadline is a real one; after it the sender sleeps.
  await world.clock.untilSleeping();
  world.answer = () => ({ status: 201 });
  await world.clock.advance(minute);
  assert.deepEqual([world.sent.length, world.told()], [2, ['on', 'c1 pending sent']]);
});

test('Retry-After is respected', async () => {
  await using world = new World();
  world.answer = () => ({ status: 429, headers: { 'retry-after': '600' } });
  await world.put('c1 pending');
  await world.clock.advance(10 * minute - 1);
  assert.equal(world.sent.length, 1);
  await world.clock.advance(1);
  assert.equal(world.sent.length, 2);
});

test('what was said of a commit while it waited for its next try takes the place of what failed', async () => {
  await using world = new World();
  world.answer = () => ({ status: 500 });
  await world.put('c1 pending');
  world.answer = () => ({ status: 201 });
  await world.put('c1 success');
  await world.clock.advance(minute);
  assert.deepEqual(world.sent, ['c1 pending', 'c1 success']);
});

test('what is refused is not tried again until the token changes', async () => {
  await using world = new World();
  world.answer = () => ({ status: 401 });
  await world.put('c1 success');
  await world.clock.advance(60 * minute);
  assert.deepEqual([world.sent.length, world.told()], [1, ['on', 'c1 success refused']]);
  world.answer = () => ({ status: 201 });
  world.token = 'second';
  await world.clock.advance(10_000);
  assert.deepEqual(world.told(), ['on', 'c1 success refused', 'c1 success sent']);
});

test('the next commit is tried also with a token that was refused, and what gets through takes the rest along', async () => {
  await using world = new World();
  world.answer = () => ({ status: 403 });
  await world.put('c1 success');
  world.answer = () => ({ status: 201 });
  await world.put('c2 pending');
  assert.deepEqual(world.sent, ['c1 success', 'c2 pending', 'c1 success']);
});

test('without a token nothing is sent, which is told once, and what waits is sent when there is one', async () => {
  await using world = new World();
  await world.clock.advance(0);
  world.token = undefined;
  await world.put('c1 pending');
  await world.put('c1 success');
  assert.deepEqual([world.sent, world.told()], [[], ['on', 'off']]);
  world.token = 'second';
  await world.clock.advance(10_000);
  assert.deepEqual([world.sent, world.told()], [['c1 success'], ['on', 'off', 'on', 'c1 success sent']]);
});

test('without a target nothing is sent', async () => {
  await using world = new World();
  world.target = { kind: 'none', why: 'Cannot send commit statuses' };
  await world.put('c1 success');
  await world.clock.advance(minute);
  assert.deepEqual([world.sent, world.told()], [[], ['on', 'off']]);
});

test('the end of the program ends a request that hangs', async () => {
  const world = new World();
  world.answer = () => new Promise(() => {});
  await world.put('c1 pending');
  await world[Symbol.asyncDispose]();
  assert.deepEqual(world.told(), ['on']);
});
