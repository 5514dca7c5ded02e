import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { axeFindings } from './support/browserAxe.ts';
import { BrowserPair } from './support/browserPair.ts';
import { configMap } from './support/testPair.ts';

const kept = ['a', 'b', 'c', 'd'];

let shown: BrowserPair;
before(async () => {
  const environments = ['held', 'paused', 'again', 'keys'].map((name) => ({
    name,
    settle: 0,
    pruneLimit: { count: 1, percent: 10 },
  }));
  const files = Object.fromEntries(
    environments.flatMap(({ name }) => kept.map((object) => [`${name}/${object}.yaml`, configMap(object, 'one')])),
  );
  shown = await BrowserPair.start({ environments, files });
  for (const { name } of environments) await shown.running.applied(name);
});
after(async () => await shown[Symbol.asyncDispose]());

/** Goes to the page of the environment as a person who signed in there. */
async function asPerson(name: string, look: (page: Page) => Promise<void>): Promise<void> {
  await shown.visit(`/environments/${name}`, async (page) => {
    await page.getByRole('link', { name: 'Sign in to act' }).click();
    await page.getByLabel('Token').fill(shown.token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`**/environments/${name}`);
    await look(page);
  });
}

test('a wrong token is refused, and that stays on the page', async () => {
  await shown.visit(
    '/sign-in',
    async (page) => {
      await page.getByLabel('Token').fill('another');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').getByText('This is not the token.').waitFor();
      assert.deepEqual(await axeFindings(page), []);
      assert.ok(await page.getByRole('alert').isVisible());
    },
    { expected: /401/ },
  );
});

test('approve: a person sees what is held, releases it, and sees it gone without a new page', async () => {
  await shown.running.pair.push('Remove three', { remove: kept.slice(1).map((name) => `held/${name}.yaml`) });
  await shown.sees('held', ({ state }) => state === 'held');
  await asPerson('held', async (page) => {
    assert.equal(await page.locator('#held li').count(), 3);
    assert.deepEqual(await axeFindings(page), []);
    await page.getByRole('button', { name: 'Delete these 3 objects' }).click();
    await page.getByText('Approved.').waitFor();
    await page.getByRole('heading', { name: 'held is what git says.' }).waitFor();
    assert.equal(await shown.running.configMap('held', 'b'), undefined);
  });
});

test('suspend with a reason and an end, typed while events come in, and resume', async () => {
  await asPerson('paused', async (page) => {
    await page.getByRole('link', { name: 'Suspend…' }).click();
    await page.getByLabel('Why').fill('move of the data');
    await shown.running.pair.push('Meanwhile', { write: { 'paused/a.yaml': configMap('a', 'two') } });
    await shown.running.applied('paused');
    await page.getByLabel('Why').pressSequentially('base');
    await page.getByLabel('Until').selectOption({ label: '4 hours' });
    await page.getByRole('button', { name: 'Suspend' }).click();
    const notice = page.getByRole('region', { name: 'Suspension' });
    await notice.waitFor();
    assert.match(await notice.innerText(), /until \d{4}-[\s\S]*move of the database/);
    assert.deepEqual(await axeFindings(page), []);
    const { suspended } = (await shown.sees('paused', ({ state }) => state === 'suspended')) as { suspended?: boolean };
    assert.equal(suspended, true);

    await page.getByRole('button', { name: 'Resume now' }).click();
    await page.getByText('Resumed.').waitFor();
    await page.getByRole('heading', { name: 'paused is what git says.' }).waitFor();
  });
});

test('run now starts a run, which the page shows', async () => {
  const { run } = await shown.running.pair.environment('again');
  await asPerson('again', async (page) => {
    await page.getByRole('button', { name: 'Run now' }).click();
    await page.getByText('A run was asked for.').waitFor();
    const next = await shown.sees('again', (answer) => answer.run !== run && answer.trigger === 'run');
    await page.locator(`a[href$="/runs/${next.run}"]`).first().waitFor();
  });
});

test('whoever signs out cannot act any more', async () => {
  await asPerson('again', async (page) => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in to act' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Run now' }).count(), 0);
  });
});

test('with the keyboard alone: skip to the content, sign in, suspend, resume, and the focus is always seen', async () => {
  await shown.visit('/environments/keys', async (page) => {
    await page.keyboard.press('Tab');
    assert.equal(await focused(page), 'Skip to the content');
    await reach(page, 'Sign in to act');
    await page.keyboard.press('Enter');
    await page.getByLabel('Token').waitFor();
    // The field has the focus already.
    await page.keyboard.type(shown.token);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/environments/keys');
    await reach(page, 'Suspend…');
    await page.keyboard.press('Enter');
    await page.getByLabel('Why').waitFor();
    await page.keyboard.type('by hand');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Suspension' }).waitFor();
    await reach(page, 'Resume now');
    await page.keyboard.press('Enter');
    await page.getByText('Resumed.').waitFor();
  });
});

/** Text of what has the focus; it must be drawn around. */
async function focused(page: Page): Promise<string> {
  const [text, outline] = await page.evaluate<[string, string]>(`(() => {
    const { activeElement } = document;
    const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
    return [activeElement.innerText ?? '', outlineStyle === 'none' ? '' : outlineWidth];
  })()`);
  assert.match(outline, /^[1-9]/, `the focus on "${text}" cannot be seen`);
  return text.trim();
}

/** Presses Tab until this has the focus. */
async function reach(page: Page, text: string): Promise<void> {
  const passed: string[] = [];
  while (passed.length < 40) {
    await page.keyboard.press('Tab');
    passed.push(await focused(page));
    if (passed.at(-1) === text) return;
  }
  assert.fail(`${text} is not among what Tab reaches: ${passed.join(', ')}`);
}
