import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PageWorld } from './fixtures/pageWorld.ts';

const plan = 'ab12'.repeat(16);

for (const [action, fields, expected] of [
  ['run', {}, ['run', 'shop']],
  ['resume', {}, ['resume', 'shop']],
  ['approve', { plan }, ['approve', 'shop', plan]],
  ['suspend', { reason: ' move of the database ', for: '' }, ['suspend', 'shop', { reason: 'move of the database' }]],
] as const) {
  test(`the button ${action} acts once, and leads back to the page`, async () => {
    await using world = new PageWorld();
    const { cookie, csrf } = await world.person();
    const answer = await world.post(`/environments/shop/${action}`, { csrf, ...fields }, { cookie });
    assert.deepEqual([answer.statusCode, answer.headers['location']], [303, '/environments/shop']);
    assert.deepEqual([world.asked, world.answered], [[expected], [['shop', action, 202]]]);
  });
}

test('a suspension ends when the form says', async () => {
  await using world = new PageWorld();
  const { cookie, csrf } = await world.person();
  await world.post('/environments/shop/suspend', { csrf, for: '1h' }, { cookie });
  assert.deepEqual(world.asked, [['suspend', 'shop', { until: world.clock.now() + 3_600_000 }]]);
});

test('what became of an action is said on the page for half a minute, to this session only', async () => {
  await using world = new PageWorld();
  const { cookie, csrf } = await world.person();
  const other = await world.person();
  world.answer = { kind: 'conflict', message: 'Cannot run shop: it must not be <suspended>' };
  await world.post('/environments/shop/run', { csrf }, { cookie });
  const said = 'it must not be &lt;suspended>';
  assert.deepEqual(
    [
      (await world.get('/environments/shop', cookie)).body,
      (await world.get('/environments/shop', other.cookie)).body,
    ].map((body) => body.includes(said)),
    [true, false],
  );
  await world.clock.advance(30_001);
  assert.ok(!(await world.get('/environments/shop', cookie)).body.includes(said));
});

for (const [kind, status] of [
  ['conflict', 409],
  ['unavailable', 503],
] as const) {
  test(`an answer ${kind} is counted as the API counts it`, async () => {
    await using world = new PageWorld();
    const { cookie, csrf } = await world.person();
    world.answer = { kind, message: 'no' };
    await world.post('/environments/shop/run', { csrf }, { cookie });
    assert.deepEqual(world.answered, [['shop', 'run', status]]);
  });
}

test('a field that the action does not take is refused before it acts', async () => {
  await using world = new PageWorld();
  const { cookie, csrf } = await world.person();
  await world.post('/environments/shop/suspend', { csrf, reason: 'x'.repeat(501) }, { cookie });
  assert.deepEqual([world.asked, world.answered], [[], [['shop', 'suspend', 400]]]);
});

test('a form of another session does nothing', async () => {
  await using world = new PageWorld();
  const [own, other] = [await world.person(), await world.person()];
  const answer = await world.post('/environments/shop/run', { csrf: other.csrf }, { cookie: own.cookie });
  assert.deepEqual([answer.statusCode, world.asked, world.answered], [403, [], []]);
});

for (const csrf of ['', 'wrong', '__proto__']) {
  test(`a form with the value "${csrf}" does nothing`, async () => {
    await using world = new PageWorld();
    const { cookie } = await world.person();
    const answer = await world.post('/environments/shop/approve', { csrf, plan }, { cookie });
    assert.deepEqual([answer.statusCode, world.asked], [403, []]);
  });
}

for (const [name, headers] of [
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['another origin of the same site', { 'sec-fetch-site': 'same-site' }],
  ['a forged origin', { 'sec-fetch-site': '', origin: 'http://evil.example' }],
  ['a hidden origin', { 'sec-fetch-site': '', origin: 'null' }],
  ['nowhere', { 'sec-fetch-site': '', origin: '' }],
] as const) {
  test(`a form from ${name} does nothing, also with the cookie and the right value`, async () => {
    await using world = new PageWorld();
    const { cookie, csrf } = await world.person();
    const answer = await world.post('/environments/shop/run', { csrf }, { ...headers, cookie });
    assert.deepEqual([answer.statusCode, world.asked], [403, []]);
  });
}

test('without a session nothing is done, and the page leads to the sign-in', async () => {
  await using world = new PageWorld();
  const { statusCode, body } = await world.post('/environments/shop/run', {});
  assert.deepEqual([statusCode, world.asked], [401, []]);
  assert.ok(body.includes('href="/sign-in?from=%2Fenvironments%2Fshop"'));
});

test('the token of the API is no session', async () => {
  await using world = new PageWorld();
  const headers = { authorization: 'Bearer the right word', cookie: 'couplet-session=the right word' };
  assert.equal((await world.post('/environments/shop/run', {}, headers)).statusCode, 401);
});

test('a session does not open the API', async () => {
  await using world = new PageWorld();
  const { cookie, csrf } = await world.person();
  assert.equal((await world.post('/api/environments/shop/run', { csrf }, { cookie })).statusCode, 401);
});

test('an environment that is not configured is not acted on', async () => {
  await using world = new PageWorld();
  const { cookie, csrf } = await world.person();
  const { statusCode } = await world.post('/environments/nothing/run', { csrf }, { cookie });
  assert.deepEqual([statusCode, world.asked], [404, []]);
});

test('a link acts on nothing', async () => {
  await using world = new PageWorld();
  const { cookie, csrf } = await world.person();
  const { statusCode } = await world.get(`/environments/shop/run?csrf=${csrf}`, cookie);
  assert.deepEqual([statusCode, world.asked], [405, []]);
});

test('the form to suspend asks for reason and end, and stands still while somebody types', async () => {
  await using world = new PageWorld();
  const { cookie } = await world.person();
  const { body } = await world.get('/environments/shop?form=suspend', cookie);
  assert.deepEqual(
    ['name="reason"', '<option value="4h">', 'http-equiv="refresh"'].map((part) => body.includes(part)),
    [true, true, false],
  );
});
