import assert from 'node:assert/strict';
import { test } from 'node:test';
import { showProgress } from './showProgress.ts';

function output(properties: { isTTY?: boolean; columns?: number } = {}) {
  const written: string[] = [];
  return { ...properties, written, write: (text: string) => written.push(text) };
}

test('on a terminal a passing line is replaced by the next line', () => {
  const terminal = output({ isTTY: true, columns: 80 });
  const show = showProgress(terminal);
  show('package 1', true);
  show('done');
  assert.deepEqual(terminal.written, ['\r\u001b[Kpackage 1', '\r\u001b[Kdone\n']);
});

test('on a terminal a passing line is cut before it wraps', () => {
  const terminal = output({ isTTY: true, columns: 10 });
  showProgress(terminal)('package 123456', true);
  assert.deepEqual(terminal.written, ['\r\u001b[Kpackage 1']);
});

test('elsewhere a passing line is written once in an interval', () => {
  const file = output();
  let now = 0;
  const show = showProgress(file, { now: () => now, every: 5000 });
  for (now = 0; now < 11_000; now += 1000) show(`package ${now}`, true);
  assert.deepEqual(file.written, ['package 0\n', 'package 5000\n', 'package 10000\n']);
});

test('elsewhere a lasting line is always written', () => {
  const file = output();
  const show = showProgress(file, { now: () => 0, every: 5000 });
  for (const line of ['a', 'b']) show(line);
  assert.deepEqual(file.written, ['a\n', 'b\n']);
});
