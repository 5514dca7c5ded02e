import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import process from 'node:process';
import type { Page } from 'playwright-core';

/** Keeps what the page shows as `<name>.png` in the directory `COUPLET_SCREENSHOTS`; without it nothing is kept. */
export async function keepPicture(page: Page, name: string, { whole = false } = {}): Promise<void> {
  const { COUPLET_SCREENSHOTS: directory } = process.env;
  if (directory === undefined || directory === '') return;
  await mkdir(resolve(directory), { recursive: true });
  await page.screenshot({ path: join(resolve(directory), `${name}.png`), fullPage: whole });
}
