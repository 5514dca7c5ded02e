import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Mailbox } from './mailbox.ts';

const signal = new AbortController().signal;

function letters(): Mailbox<string> {
  return new Mailbox((waiting, next) => waiting + next);
}

test('what was posted before is taken at once', async () => {
  const mailbox = letters();
  mailbox.post('a');
  assert.equal(await mailbox.take(signal), 'a');
});

test('a taker gets what is posted later', async () => {
  const mailbox = letters();
  const taken = mailbox.take(signal);
  mailbox.post('a');
  assert.equal(await taken, 'a');
});

test('posts that wait are merged, the older one first', async () => {
  const mailbox = letters();
  for (const letter of 'abc') mailbox.post(letter);
  assert.equal(await mailbox.take(signal), 'abc');
});

test('what is put back counts as older than what waits', async () => {
  const mailbox = letters();
  mailbox.post('b');
  mailbox.putBack('a');
  assert.equal(await mailbox.take(signal), 'ab');
});

test('what is put back into an empty mailbox waits alone', async () => {
  const mailbox = letters();
  mailbox.putBack('a');
  assert.equal(await mailbox.take(signal), 'a');
});

test('a taken value is gone', async () => {
  const mailbox = letters();
  mailbox.post('a');
  await mailbox.take(signal);
  assert.equal(mailbox.waiting, false);
  assert.equal(mailbox.takeNow(), undefined);
});

test('undefined is a value like any other', async () => {
  const mailbox = new Mailbox<undefined>(() => undefined);
  mailbox.post(undefined);
  assert.equal(mailbox.waiting, true);
  assert.equal(await mailbox.take(signal), undefined);
  assert.equal(mailbox.waiting, false);
});

test('an abort ends the wait with its reason', async () => {
  const controller = new AbortController();
  const reason = new Error('stop');
  const taken = letters().take(controller.signal);
  controller.abort(reason);
  await assert.rejects(taken, reason);
});

test('a value posted after an aborted take is not lost', async () => {
  const mailbox = letters();
  const controller = new AbortController();
  const taken = mailbox.take(controller.signal);
  controller.abort(new Error('stop'));
  mailbox.post('a');
  await assert.rejects(taken);
  assert.equal(await mailbox.take(signal), 'a');
});

test('under an aborted signal nothing is taken', async () => {
  const mailbox = letters();
  mailbox.post('a');
  await assert.rejects(mailbox.take(AbortSignal.abort(new Error('stop'))), /stop/);
  assert.equal(mailbox.waiting, true);
});

test('arrival leaves the value where it is', async () => {
  const mailbox = letters();
  const arrived = mailbox.arrival(signal);
  mailbox.post('a');
  await arrived;
  assert.equal(mailbox.waiting, true);
});

test('arrival waits again after the value was taken', async () => {
  const mailbox = letters();
  mailbox.post('a');
  await mailbox.take(signal);
  const order: string[] = [];
  const arrived = mailbox.arrival(signal).then(() => order.push('arrived'));
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  order.push('posted');
  mailbox.post('b');
  await arrived;
  assert.deepEqual(order, ['posted', 'arrived']);
});

test('two takers share what comes: each value goes to one', async () => {
  const mailbox = letters();
  const both = [mailbox.take(signal), mailbox.take(signal)];
  mailbox.post('a');
  await Promise.race(both);
  mailbox.post('b');
  assert.deepEqual((await Promise.all(both)).toSorted(), ['a', 'b']);
});
