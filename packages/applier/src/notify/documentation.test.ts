import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { notifyEvents } from '@couplet/config';
import { temporaryDirectory } from '../../../../test/support/temporaryDirectory.ts';
import { signBody } from './signBody.ts';

const page = readFileSync(new URL('../../../../docs/notifications.md', import.meta.url), 'utf8');

function block(language: string): string {
  return new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(page)?.[1] ?? assert.fail(`no ${language}`);
}

const body = '{"event":"failed","text":"shöp has failed"}';
const { 'x-couplet-timestamp': timestamp = '', 'x-couplet-signature': signature = '' } = signBody(
  body,
  'word',
  Date.now(),
);
const old = signBody(body, 'word', Date.now() - 600_000);
const cases: readonly [string, { body: string; timestamp: string; signature: string }, boolean][] = [
  ['what was sent', { body, timestamp, signature }, true],
  ['another body', { body: `${body} `, timestamp, signature }, false],
  ['another time', { body, timestamp: String(Number(timestamp) + 1), signature }, false],
  ['no signature', { body, timestamp, signature: '' }, false],
  [
    'what was recorded ten minutes ago',
    { body, timestamp: old['x-couplet-timestamp'] ?? '', signature: old['x-couplet-signature'] ?? '' },
    false,
  ],
];

for (const [what, given, isGenuine] of cases) {
  test(`the example for Node says ${isGenuine} of ${what}`, async () => {
    const module: unknown = await import(`data:text/javascript,${encodeURIComponent(block('js'))}`);
    const check: unknown = Reflect.get(Object(module), 'isGenuine');
    assert.ok(typeof check === 'function');
    const headers = { 'x-couplet-timestamp': given.timestamp, 'x-couplet-signature': given.signature };
    assert.equal(check(headers, Buffer.from(given.body), 'word'), isGenuine);
  });

  test(`the example for a shell says ${isGenuine} of ${what}`, async () => {
    await using directory = await temporaryDirectory('verify');
    const file = join(directory.path, 'body');
    await writeFile(file, given.body);
    const env = {
      PATH: process.env['PATH'],
      key: 'word',
      timestamp: given.timestamp,
      signature: given.signature,
      body: file,
    };
    const run = (): unknown => execFileSync('sh', ['-c', block('sh')], { env, stdio: 'ignore' });
    if (isGenuine) run();
    else assert.throws(run, { status: 1 });
  });
}

test('the table of events is the list of the setting, in its order', () => {
  const [, section = ''] = page.split('## What is told');
  const [table = ''] = section.split('All is well');
  assert.deepEqual(
    [...table.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, event]) => event).filter((event) => event !== 'event'),
    [...notifyEvents],
  );
});
