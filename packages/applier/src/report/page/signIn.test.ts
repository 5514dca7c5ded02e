import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '@couplet/daemon';
import { PageWorld } from './fixtures/pageWorld.ts';

test('the right token opens a session and leads back to the page', async () => {
  await using world = new PageWorld();
  const { statusCode, headers } = await world.signIn();
  assert.deepEqual([statusCode, headers['location']], [303, '/environments/shop']);
  assert.match(
    String(headers['set-cookie']),
    /^couplet-session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
  );
});

test('behind https the cookie is for https only', async () => {
  await using world = new PageWorld();
  assert.match(String((await world.signIn({}, { 'x-forwarded-proto': 'https' })).headers['set-cookie']), /; Secure$/);
});

test('who signed in sees buttons, and who did not sees none', async () => {
  await using world = new PageWorld();
  const { cookie } = await world.person();
  const [person, guest] = [await world.get('/environments/shop', cookie), await world.get('/environments/shop')];
  assert.deepEqual([person.body.includes('>Run now<'), guest.body.includes('>Run now<')], [true, false]);
});

for (const [name, token] of [
  ['a wrong token', 'wrong'],
  ['no token', ''],
  ['the beginning of the token', 'the right'],
] as const) {
  test(`${name} opens nothing`, async () => {
    await using world = new PageWorld();
    const { statusCode, headers, body } = await world.signIn({ token });
    assert.deepEqual([statusCode, headers['set-cookie'], /This is not the token/.test(body)], [401, undefined, true]);
  });
}

test('a token with letters beyond ASCII is taken', async () => {
  await using world = new PageWorld();
  world.token = 'Größe €';
  assert.equal((await world.signIn({ token: 'Größe €' })).statusCode, 303);
});

test('after five wrong tokens also the right one waits', async () => {
  await using world = new PageWorld();
  for (let tried = 0; tried < 5; tried += 1) await world.signIn({ token: 'wrong' });
  const limited = await world.signIn();
  assert.deepEqual(
    [limited.statusCode, limited.headers['retry-after'], limited.headers['set-cookie']],
    [429, '60', undefined],
  );
  await world.clock.advance(60_000);
  assert.equal((await world.signIn()).statusCode, 303);
});

for (const [name, headers] of [
  ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['an origin that is forged', { origin: 'http://evil.example' }],
  ['nobody knows where', { origin: '', 'sec-fetch-site': '' }],
  ['a page without an origin', { origin: 'null', 'sec-fetch-site': '' }],
] as const) {
  test(`a form from ${name} opens nothing, also with the right token`, async () => {
    await using world = new PageWorld();
    const { statusCode, headers: given } = await world.signIn({}, headers);
    assert.deepEqual([statusCode, given['set-cookie']], [403, undefined]);
  });
}

for (const token of [undefined, new Error('Cannot read it')]) {
  test(`without a usable token (${String(token)}) nobody signs in, and the page says so`, async () => {
    await using world = new PageWorld();
    world.token = token;
    const { statusCode, body } = await world.signIn({ token: '' });
    assert.deepEqual([statusCode, /Actions are off/.test(body)], [403, true]);
    assert.match((await world.get('/environments/shop')).body, /This page only shows/);
  });
}

test('a new token ends the sessions of the old one', async () => {
  await using world = new PageWorld();
  const { cookie, csrf } = await world.person();
  world.token = 'another word';
  assert.ok(!(await world.get('/environments/shop', cookie)).body.includes('>Run now<'));
  const { statusCode } = await world.post('/environments/shop/run', { csrf }, { cookie });
  assert.deepEqual([statusCode, world.asked], [401, []]);
});

test('a token file that cannot be read for a moment ends no session', async () => {
  await using world = new PageWorld();
  const { cookie } = await world.person();
  world.token = new Error('EIO');
  assert.ok(!(await world.get('/environments/shop', cookie)).body.includes('>Run now<'));
  world.token = 'the right word';
  assert.ok((await world.get('/environments/shop', cookie)).body.includes('>Run now<'));
});

test('signing out ends the session here, not only in the browser', async () => {
  await using world = new PageWorld();
  const { cookie, csrf } = await world.person();
  const { statusCode, headers } = await world.post('/sign-out', { csrf, from: '/environments/shop' }, { cookie });
  assert.deepEqual([statusCode, /Max-Age=0/.test(String(headers['set-cookie']))], [303, true]);
  assert.ok(!(await world.get('/environments/shop', cookie)).body.includes('>Run now<'));
});

test('signing out works while the token file cannot be read', async () => {
  await using world = new PageWorld();
  const { cookie, csrf } = await world.person();
  world.token = new Error('EIO');
  assert.equal((await world.post('/sign-out', { csrf }, { cookie })).statusCode, 303);
  world.token = 'the right word';
  assert.ok(!(await world.get('/environments/shop', cookie)).body.includes('>Run now<'));
});

test('no other site can sign somebody out', async () => {
  await using world = new PageWorld();
  const { cookie } = await world.person();
  assert.equal((await world.post('/sign-out', { csrf: 'wrong' }, { cookie })).statusCode, 403);
  assert.ok((await world.get('/environments/shop', cookie)).body.includes('>Run now<'));
});

test('the way back is a page of the applier, whatever the form says', async () => {
  await using world = new PageWorld();
  assert.equal((await world.signIn({ from: '//evil.example' })).headers['location'], '/');
});

test('neither token nor cookie is in an answer or a log', async () => {
  const log: string[] = [];
  const destination = { write: (line: string) => void log.push(line) };
  await using world = new PageWorld({ log: createLog({ name: 'applier', destination }) });
  const { cookie } = await world.person();
  const refused = await world.signIn({ token: 'the right word but longer' });
  const page = await world.get('/environments/shop', cookie);
  const all = [...log, page.body, refused.body].join('');
  const secret = cookie.split('=')[1] ?? '';
  assert.deepEqual([all.includes('the right word'), all.includes(secret), secret.length], [false, false, 43]);
  assert.match(log.join(''), /sign-in refused/);
});

for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
  test(`a body of type ${type} is no form`, async () => {
    await using world = new PageWorld();
    assert.equal((await world.signIn({}, { 'content-type': type })).statusCode, 415);
  });
}
