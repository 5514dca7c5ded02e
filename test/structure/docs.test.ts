import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import type { Registry } from 'prom-client';
import { errorCodes } from '../../packages/applier/src/errorCodes.ts';
import { historyMetrics } from '../../packages/applier/src/history/historyMetrics.ts';
import { policyAnnotations } from '../../packages/applier/src/load/readPolicies.ts';
import { notifyMetrics } from '../../packages/applier/src/notify/notifyMetrics.ts';
import { controlMetrics } from '../../packages/applier/src/report/controlMetrics.ts';
import { applierMetrics } from '../../packages/applier/src/report/metrics.ts';
import { configValid, createMetrics } from '../../packages/daemon/src/index.ts';
import { foldMetrics } from '../../packages/sync/src/report/foldMetrics.ts';
import { root } from './sources.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Rows of the first table of a page whose first cell is code. */
function rows(path: string): string[][] {
  const cells = read(path).matchAll(/^\| (`[^|]+` \|.*) \|$/gm);
  return [...cells].map(([, line = '']) => line.split(' | ').map((cell) => cell.trim()));
}

test('docs/errors.md has each error code with its meaning, and no other', () => {
  const documented = rows('docs/errors.md').toSorted();
  const real = Object.entries(errorCodes).map(([code, { meaning, policy }]) => [
    `\`${code}\``,
    meaning,
    policy === 'retry' ? 'yes' : 'no',
  ]);
  assert.deepEqual(documented, real.toSorted());
});

test('docs/annotations.md has each annotation that a manifest may carry, and no other', () => {
  const documented = rows('docs/annotations.md').flatMap(
    ([cell = '']) => /^`(couplet\.dev\/[\w-]+):/.exec(cell)?.[1] ?? [],
  );
  assert.deepEqual(documented.toSorted(), policyAnnotations.toSorted());
});

test('docs/metrics.md has each metric with type and help, and no other', async () => {
  const real = new Map<string, string>();
  for (const [name, register] of [
    ['sync', foldMetrics],
    [
      'applier',
      (registry) => [
        applierMetrics(registry),
        controlMetrics(registry),
        notifyMetrics(registry, []),
        historyMetrics(registry, () => new Map()),
      ],
    ],
  ] satisfies [string, (registry: Registry) => unknown][]) {
    const { registry } = createMetrics(name);
    register(registry);
    configValid(registry);
    for (const metric of await registry.getMetricsAsJSON()) {
      if (metric.name.startsWith('couplet_')) real.set(`\`${metric.name}\``, `${String(metric.type)}: ${metric.help}`);
    }
  }
  const documented = rows('docs/metrics.md')
    .filter(([name = '']) => name.startsWith('`couplet_'))
    .map(([name = '', type, , help]): [string, string] => [name, `${type}: ${help}`]);
  assert.deepEqual(documented.toSorted(), [...real].toSorted());
});

test('every link between the pages leads somewhere', () => {
  const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md'], { cwd: root });
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !existsSync(join(root, dirname(page), target)))
      .map((target) => `${page} → ${target}`),
  );
  assert.deepEqual(broken, []);
});

test('every npm script that a page names exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const pages = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).map((page) => read(page));
  const named = pages.flatMap((text) => [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name));
  assert.deepEqual(
    [...new Set(named)].filter((name) => scripts[name] === undefined),
    [],
  );
});
