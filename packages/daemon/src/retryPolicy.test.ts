import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RetryLater, WaitForChange } from './retryPolicy.ts';

test('RetryLater keeps its cause and the time that the other side named', () => {
  const cause = new Error('503');
  const error = new RetryLater('Cannot list refs: server must answer, found 503', { cause, after: 5_000 });
  assert.equal(error.cause, cause);
  assert.equal(error.after, 5_000);
  assert.equal(error.name, 'RetryLater');
});

test('RetryLater without a named time has no such field', () => {
  assert.equal('after' in new RetryLater('no time', { after: undefined }), false);
});

test('WaitForChange keeps its cause', () => {
  const cause = new Error('line 3');
  const error = new WaitForChange('Cannot load', { cause });
  assert.equal(error.cause, cause);
  assert.equal(error.name, 'WaitForChange');
});
