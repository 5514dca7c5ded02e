import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { liveScript } from '../packages/applier/src/report/page/live.ts';
import { Browser } from './support/browser.ts';
import { BrowserFeed } from './support/browserFeed.ts';
import { eventually } from './support/eventually.ts';

const row = (name: string): string => `<li><a href="/${name}">${name}</a></li>`;
const form = (
  value: string,
): string => `<form><input name="reason" value="${value}"><input name="token" value="${value}">
  <input type="checkbox" name="sure"><select name="for">${value === 'two' ? '<option>30m</option>' : ''}<option>1h</option><option>2h</option></select></form><p>${value}</p>`;
const details = (text: string): string => `<details id="a"><summary>a</summary>${text}</details>
  <details id="b" open><summary>b</summary>x</details><p>${text}!</p>`;
const lines = (word: string): string => Array.from({ length: 200 }, (_, n) => `<p>${word} ${n}</p>`).join('');

let browser: Browser;
before(async () => {
  browser = await Browser.start();
});
after(async () => await browser[Symbol.asyncDispose]());

type Shown = { feed: BrowserFeed; page: Page };

/** A live page with this body, once it is connected and was read again for what it may have missed. */
async function live(
  body: string,
  look: (shown: Shown) => Promise<void>,
  { path = '/', expected = /^$/ } = {},
): Promise<void> {
  await using feed = await BrowserFeed.start();
  feed.body = body;
  await browser.visit({ url: `${feed.url}${path}`, expected }, async (page) => {
    await page.locator('#live[data-state=live]').waitFor();
    await look({ feed, page });
  });
}

/** Changes what the server answers, tells of it, and waits until the page shows the text. */
async function change({ feed, page }: Shown, body: string, text: string): Promise<void> {
  feed.body = body;
  feed.send('environment', { name: 'shop', state: 'running' });
  await page.getByText(text, { exact: true }).waitFor();
}

test('the script is smaller than 5 KB and cannot end its own element', () => {
  assert.ok(Buffer.byteLength(liveScript) < 5_000, `${Buffer.byteLength(liveScript)} bytes`);
  assert.doesNotMatch(liveScript, /<\/script|<!--/i);
});

test('an event shows what is new, also in the title, without a new page', async () => {
  await live('<h1>old</h1>', async (shown) => {
    await shown.page.evaluate('window.isSamePage = true');
    const title = await shown.page.title();
    await change(shown, '<h1 class="bad">new</h1><p>more</p>', 'new');
    assert.equal(await shown.page.locator('h1').getAttribute('class'), 'bad');
    assert.notEqual(await shown.page.title(), title);
    assert.equal(await shown.page.evaluate('window.isSamePage'), true);
  });
});

test('the focus stays where it is when rows come and go above it', async () => {
  await live(`<ul>${row('a')}${row('b')}${row('c')}</ul>`, async (shown) => {
    await shown.page.locator('a[href="/b"]').focus();
    await change(shown, `<p>before</p><ul>${row('new')}${row('c')}${row('b')}</ul>`, 'new');
    assert.equal(await shown.page.evaluate('document.activeElement.getAttribute("href")'), '/b');
    assert.deepEqual(await shown.page.locator('a').allTextContents(), ['new', 'c', 'b']);
  });
});

test('what a person typed or chose stays, and untouched fields follow the server', async () => {
  await live(form('one'), async (shown) => {
    const { page } = shown;
    await page.locator('[name=sure]').check();
    await page.locator('[name=for]').selectOption('2h');
    await page.locator('[name=reason]').fill('move of the database');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await change(shown, form('two'), 'two');
    assert.deepEqual(
      [
        await page.locator('[name=reason]').inputValue(),
        await page.locator('[name=token]').inputValue(),
        await page.locator('[name=sure]').isChecked(),
        await page.locator('[name=for]').inputValue(),
        await page.evaluate('[document.activeElement.name, document.activeElement.selectionStart]'),
      ],
      ['move of the database', 'two', true, '2h', ['reason', 1]],
    );
  });
});

test('unfolded details stay unfolded, and folded ones folded', async () => {
  await live(details('one'), async (shown) => {
    await shown.page.getByText('a', { exact: true }).click();
    await shown.page.getByText('b', { exact: true }).click();
    await change(shown, `<h2>above</h2>${details('two')}`, 'two!');
    assert.deepEqual(await shown.page.evaluate('[...document.querySelectorAll("details")].map(({ open }) => open)'), [
      true,
      false,
    ]);
  });
});

test('the page stays scrolled to where it is', async () => {
  await live(lines('old'), async (shown) => {
    await shown.page.evaluate('window.scrollTo(0, 2000)');
    await change(shown, lines('new'), 'new 199');
    assert.equal(await shown.page.evaluate('window.scrollY'), 2000);
  });
});

test('a lost connection is said, and that it is back', async () => {
  await live(
    '',
    async ({ feed, page }) => {
      feed.feedStatus = 204;
      feed.drop();
      await page.locator('#live[data-state=reconnecting]', { hasText: 'reconnecting' }).waitFor();
      feed.feedStatus = 200;
      await page.locator('#live[data-state=live]', { hasText: 'live' }).waitFor();
    },
    { expected: /ERR_|status of 204/ },
  );
});

test('a page that is no longer there is left as it is, and that is said', async () => {
  await live(
    '<h1>kept</h1>',
    async ({ feed, page }) => {
      feed.status = 404;
      feed.send('environment', { name: 'shop' });
      await page.locator('#live[data-state=gone]').waitFor();
      assert.equal(await page.locator('h1').textContent(), 'kept');
    },
    { expected: /404/ },
  );
});

test('another version of Couplet is loaded as a new page', async () => {
  await live('', async ({ feed, page }) => {
    await page.evaluate('window.isSamePage = true');
    feed.style = 'p{color:red}';
    const loaded = page.waitForEvent('load');
    feed.send('environment', { name: 'shop' });
    await loaded;
    assert.equal(await page.evaluate('window.isSamePage'), undefined);
  });
});

test('the page of one environment is not loaded for the events of another', async () => {
  await live(
    '<h1>old</h1>',
    async (shown) => {
      const { feed } = shown;
      await eventually('the page has caught up', () => (feed.loads === 2 ? true : undefined));
      for (let n = 0; n < 3; n += 1) feed.send('run', { environment: 'other' });
      await change(shown, '<h1>new</h1>', 'new');
      assert.equal(feed.loads, 3);
    },
    { path: '/environments/shop' },
  );
});

test('many events at once are one load', async () => {
  await live('<h1>old</h1>', async (shown) => {
    await eventually('the page has caught up', () => (shown.feed.loads === 2 ? true : undefined));
    for (let n = 0; n < 50; n += 1) shown.feed.send('run', { environment: 'shop' });
    await change(shown, '<h1>new</h1>', 'new');
    assert.ok(shown.feed.loads <= 4, `${shown.feed.loads} loads`);
  });
});

test('a page that answers a form stands still: what it says is not at its address', async () => {
  await using feed = await BrowserFeed.start();
  feed.isLive = false;
  await browser.visit({ url: feed.url }, async (page) => {
    await page.evaluate('new Promise(requestAnimationFrame)');
    assert.deepEqual([feed.connections, feed.loads], [0, 1]);
  });
});

test('a page in the background holds no connection, and follows again when it is seen', async () => {
  await live('<h1>old</h1>', async (shown) => {
    const { feed, page } = shown;
    const see = async (hidden: boolean): Promise<void> =>
      await page.evaluate(`Object.defineProperty(document, 'hidden', { value: ${hidden}, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'))`);
    await see(true);
    await eventually('the connection is closed', () => (feed.listeners === 0 ? true : undefined));
    feed.body = '<h1>new</h1>';
    await see(false);
    await page.getByText('new', { exact: true }).waitFor();
    assert.equal(feed.listeners, 1);
  });
});
