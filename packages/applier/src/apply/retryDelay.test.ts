import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, ApiSilentError, ApiUnreachableError } from './apiError.ts';
import { retryDelay } from './retryDelay.ts';

const after500 = (message: string): number | undefined => retryDelay(new ApiError(500, { message }), 1);
const after429 = (retryAfterSeconds: number): number | undefined =>
  retryDelay(new ApiError(429, { details: { retryAfterSeconds } }), 1);

test('a broken connection is tried again at once, then later and later', () => {
  const error = new ApiUnreachableError('reset');
  assert.deepEqual(
    [1, 2, 3].map((attempt) => retryDelay(error, attempt)),
    [10, 40, 160],
  );
});

test('silence is tried once more only', () => {
  const error = new ApiSilentError('silence');
  assert.deepEqual([retryDelay(error, 1), retryDelay(error, 2)], [10, undefined]);
});

test('500 is tried once more, but not what says that the answer will be the same', () => {
  assert.deepEqual(
    ['oops', 'Internal error occurred: failed calling webhook "a"', 'failed to create typed patch object (a)'].map(
      after500,
    ),
    [100, undefined, undefined],
  );
  assert.equal(retryDelay(new ApiError(500, {}), 2), undefined);
});

test('Retry-After of an overloaded server counts, up to 10 s', () => {
  assert.deepEqual([0, 3, 600].map(after429), [100, 3000, 10_000]);
});
