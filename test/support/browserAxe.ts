import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

type Violation = { id: string; help: string; nodes: { target: unknown[]; failureSummary?: string }[] };

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core has against the page as it is shown now, in light and in dark: one line for each rule and element. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(await source);
  const findings: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    const violations = await page.evaluate<Violation[]>(
      'axe.run(document, { resultTypes: ["violations"], preload: false }).then(({ violations }) => violations)',
    );
    for (const { id, help, nodes } of violations) {
      const where = nodes.map(({ target, failureSummary = '' }) => `${target.join(' ')} ${failureSummary}`);
      findings.push(...where.map((place) => `${colorScheme}: ${id}: ${help}: ${place}`));
    }
  }
  return findings;
}
