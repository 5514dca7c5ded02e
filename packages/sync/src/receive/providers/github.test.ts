import assert from 'node:assert/strict';
import { test } from 'node:test';
import { senders } from '../fixtures/senders.ts';
import { sendersReceiver } from '../fixtures/sendersReceiver.ts';
import { github } from './github.ts';

const secret = "It's a Secret to Everybody";
// docs.github.com, "Validating webhook deliveries", section "Testing the webhook payload validation".
const documented = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';

test("GitHub's documented example is verified", async () => {
  const headers = { 'x-hub-signature-256': documented };
  const secrets = { secrets: ['another', secret], tokens: [], empty: [] };
  assert.equal(await github.authenticate(headers, Buffer.from('Hello, World!'), secrets, 0), true);
});

test("GitHub's documented example with another byte is refused", async () => {
  const headers = { 'x-hub-signature-256': documented };
  const secrets = { secrets: [secret], tokens: [], empty: [] };
  assert.equal(await github.authenticate(headers, Buffer.from('Hello, World?'), secrets, 0), false);
});

const [sender] = senders;
const hint = (payload: unknown): unknown =>
  github.hint({ 'x-github-event': 'push' }, Buffer.from(JSON.stringify(payload)));

const pushedCommit = '6113728f27ae82c7b1a177c8d03f9e96e0adf246';
const moved = (ref: string): object => ({
  kind: 'moved',
  refs: [ref],
  forced: false,
  pushed: new Map([[ref, pushedCommit]]),
});

test("GitHub's published payload of a pushed branch names the branch and the commit", () => {
  assert.deepEqual(hint(sender?.push), moved('refs/heads/master'));
});

test("GitHub's published payload of a pushed tag names the tag and what it stands for", () => {
  assert.deepEqual(hint(sender?.tag), moved('refs/tags/simple-tag'));
});

test("GitHub's published ping is 200 and does nothing", async () => {
  await using receiver = sendersReceiver();
  const body = JSON.stringify(Reflect.get(sender ?? {}, 'ping'));
  const { status } = await receiver.send({ headers: sender?.headers(body, 'ping') ?? {}, body });
  assert.deepEqual([status, receiver.posted], [200, []]);
});
