import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Notification } from './notification.ts';
import { slackBody } from './slackBody.ts';

const notification: Notification = {
  id: 'a',
  event: 'failed',
  environment: 'shop',
  text: 'shop has failed',
  since: '2026-11-21T13:42:05.000Z',
};

function linesOf(more: Partial<Notification>): string[] {
  const { text } = JSON.parse(slackBody({ ...notification, ...more })) as { text: string };
  return text.split('\n');
}

const error = (index: number) => ({ code: 'invalid', message: `error ${index}`, file: 'shop/a.yaml', line: index });

test('a message is the sentence and the link', () => {
  assert.deepEqual(linesOf({ url: 'https://c/environments/shop' }), [
    '🔴 shop has failed',
    '<https://c/environments/shop|Open the status page>',
  ]);
});

test('the first error stands in the sentence, a few more follow, the rest is a number', () => {
  assert.deepEqual(linesOf({ errors: [1, 2, 3, 4, 5, 6].map(error), more: 3 }), [
    '🔴 shop has failed',
    '• shop/a.yaml:2: error 2',
    '• shop/a.yaml:3: error 3',
    '• shop/a.yaml:4: error 4',
    '• shop/a.yaml:5: error 5',
    '• and 4 more',
  ]);
});

test('one error alone is in the sentence', () => {
  assert.deepEqual(linesOf({ errors: [error(1)] }), ['🔴 shop has failed']);
});

test('that it flapped is said', () => {
  assert.deepEqual(linesOf({ changes: 7 }), [
    '🔴 shop has failed',
    'It changed its state 7 times since the last message.',
  ]);
});

const hostile: readonly [string, string, string][] = [
  ['call a channel of Slack', '<!channel>', '&lt;!channel&gt;'],
  ['call everybody in Mattermost', '@all', '@\u200ball'],
  ['draw a link', '<https://evil|Open the status page>', '&lt;https://evil|Open the status page&gt;'],
  ['draw a picture', '![x](https://evil)', '![x]\u200b(https://evil)'],
  ['forge a line', 'a\r\n🟢 shop has recovered', 'a 🟢 shop has recovered'],
  ['end an escape', '&lt;', '&amp;lt;'],
];
for (const [what, text, shown] of hostile) {
  test(`a commit subject cannot ${what}`, () => assert.deepEqual(linesOf({ text }), [`🔴 ${shown}`]));
}
