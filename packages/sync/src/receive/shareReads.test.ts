import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareReads } from './shareReads.ts';

/** Reads that end when told to; each resolves to its number. */
function reads() {
  const started: PromiseWithResolvers<number>[] = [];
  const read = shareReads(() => {
    const one = Promise.withResolvers<number>();
    started.push(one);
    return one.promise;
  });
  return { started, read };
}

test('calls that come during a read share the next one', async () => {
  const { started, read } = reads();
  const answers = Promise.all([read(), read(), read()]);
  started[0]?.resolve(1);
  await started[0]?.promise;
  await Promise.resolve();
  started[1]?.resolve(2);
  assert.deepEqual([await answers, started.length], [[1, 2, 2], 2]);
});

test('a call after the end of a read reads again', async () => {
  const { started, read } = reads();
  for (const number of [1, 2]) {
    const answer = read();
    started.at(-1)?.resolve(number);
    assert.equal(await answer, number);
  }
});

test('a read that fails fails those who share it and nobody after them', async () => {
  const { started, read } = reads();
  const first = read();
  const second = read();
  started[0]?.reject(new Error('unreadable'));
  await assert.rejects(first, /unreadable/);
  started[1]?.resolve(2);
  assert.equal(await second, 2);
});
