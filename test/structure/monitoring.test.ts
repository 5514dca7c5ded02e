import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { load } from 'js-yaml';
import { metricsOf } from '../support/metricsOf.ts';
import { parsePromQl, type Selector } from '../support/promQl.ts';
import { root } from './sources.ts';

type Alert = {
  alert: string;
  expr: string;
  for?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
};
type Rules = { spec: { groups: { name: string; rules: Alert[] }[] } };

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const rules = load(read('k8s/monitoring/alerts.yaml')) as Rules;
const alerts = rules.spec.groups.flatMap((group) => group.rules);
const dashboard = read('k8s/monitoring/grafana-dashboard.json');

/** Grafana fills these in before Prometheus sees the text. */
const fillIn = (expr: string): string => expr.replaceAll('$__rate_interval', '5m');
const expressions = [
  ...alerts.map(({ alert, expr }) => ({ place: alert, expr })),
  ...[...dashboard.matchAll(/"expr": ("(?:[^"\\]|\\.)*")/g)].map(([, text = '""']) => {
    const expr = fillIn(JSON.parse(text) as string);
    return { place: `dashboard: ${expr}`, expr };
  }),
].map(({ place, expr }) => ({ place, ...parsePromQl(expr) }));

/** Labels that the scrape itself brings. */
const targetLabels = new Set(['namespace', 'pod', 'job', 'instance']);

/** Values by label, for each series of both programs, by the name that PromQL knows. */
const series = new Map<string, Map<string, Set<string>>>();
for (const registry of Object.values(metricsOf())) {
  for (const [, name = '', labels = ''] of (await registry.metrics()).matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
    const known = series.get(name) ?? new Map<string, Set<string>>();
    series.set(name, known);
    for (const [, label = '', value = ''] of labels.matchAll(/(\w+)="([^"]*)"/g))
      known.set(label, (known.get(label) ?? new Set()).add(value));
  }
}

/** Labels whose values are the user's: names of environments and receivers, codes, versions. */
const openLabels = new Set(['environment', 'name', 'code', 'version', 'le']);

test('there are alerts and panels to look at', () => {
  assert.ok(alerts.length > 20 && expressions.length > 60, `${alerts.length} ${expressions.length}`);
});

test('every expression is PromQL', () => {
  assert.deepEqual(
    expressions.flatMap(({ place, errors }) => errors.map((error) => `${place}: ${error}`)),
    [],
  );
});

test('every metric that is named is one that a program serves', () => {
  const named = expressions.flatMap(({ selectors }) => selectors.map(({ metric }) => metric));
  assert.deepEqual(
    [...new Set(named)].filter((metric) => !series.has(metric)),
    [],
  );
});

test('every metric of Couplet is on the dashboard or in an alert', () => {
  const named = new Set(expressions.flatMap(({ selectors }) => selectors.map(({ metric }) => familyOf(metric))));
  const served = new Set([...series.keys()].filter((name) => name.startsWith('couplet_')).map(familyOf));
  assert.deepEqual(
    [...served].filter((name) => !named.has(name)),
    [],
  );
});

function familyOf(metric: string): string {
  return metric.replace(/_(?:bucket|sum|count)$/, '');
}

test('every label that is matched is one of its metric, with a value that it can have', () => {
  const wrong = expressions.flatMap(({ place, selectors }) =>
    selectors.flatMap((selector) => wrongMatchers(selector).map((problem) => `${place}: ${problem}`)),
  );
  assert.deepEqual(wrong, []);
});

function wrongMatchers({ metric, matchers }: Selector): string[] {
  return matchers.flatMap(({ label, value }) => {
    if (targetLabels.has(label)) return [];
    const known = series.get(metric)?.get(label);
    if (known === undefined) return [`${metric} has no label ${label}`];
    if (openLabels.has(label)) return [];
    return value
      .split('|')
      .filter((one) => !known.has(one))
      .map((one) => `${label} of ${metric} is never ${one}`);
  });
}

test('every label that is grouped by is one of a metric in the expression', () => {
  const wrong = expressions.flatMap(({ place, selectors, grouping }) => {
    const labels = new Set(selectors.flatMap(({ metric }) => [...(series.get(metric)?.keys() ?? [])]));
    return grouping.filter((label) => !labels.has(label) && !targetLabels.has(label)).map((one) => `${place}: ${one}`);
  });
  assert.deepEqual(wrong, []);
});

test('docs/metrics.md has the labels of each metric', () => {
  const documented = [...read('docs/metrics.md').matchAll(/^\| `(couplet_\w+)` \| \w+ \| ([^|]+) \|/gm)];
  const real = new Map<string, string[]>();
  for (const [name, labels] of series)
    real.set(
      familyOf(name),
      [...labels.keys()].filter((label) => label !== 'le'),
    );
  assert.deepEqual(
    documented.map(([, name = '', labels = '']) => [name, [...labels.matchAll(/\w+/g)].map(String).toSorted()]),
    documented.map(([, name = '']) => [name, real.get(name)?.toSorted()]),
  );
});

test('every alert has a name of its own, a severity, and text for whoever is woken', () => {
  const wrong = alerts.filter(({ alert, labels, annotations }) => {
    const { summary = '', description = '', runbook_url: link = '' } = annotations;
    const isKnown = ['critical', 'warning', 'info'].includes(labels['severity'] ?? '');
    const hasText = summary.length > 15 && description.length > 30 && link !== '';
    return !isKnown || !hasText || !/^Couplet[A-Z]\w+$/.test(alert);
  });
  assert.deepEqual(wrong, []);
  assert.equal(new Set(alerts.map(({ alert }) => alert)).size, alerts.length);
});

test('a rule file has only what Prometheus reads, and each group a name of its own', () => {
  const keys = new Set(alerts.flatMap((alert) => Object.keys(alert)));
  assert.deepEqual([...keys].toSorted(), ['alert', 'annotations', 'expr', 'for', 'labels']);
  assert.deepEqual(
    alerts.filter((alert) => alert.for !== undefined && !/^\d+[smh]$/.test(alert.for)),
    [],
  );
  const names = rules.spec.groups.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});

test('an alert names only labels that its expression leaves', () => {
  const wrong = alerts.flatMap(({ alert, expr, annotations }) => {
    const left = parsePromQl(expr).result ?? [];
    const named = Object.values(annotations).flatMap((text) =>
      [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label),
    );
    return named.filter((label) => !left.includes(label)).map((label) => `${alert}: ${label}`);
  });
  assert.deepEqual(wrong, []);
});

test('every alert leads to a section of its own, and every section to an alert', () => {
  const links = alerts.map(({ annotations }) => annotations['runbook_url'] ?? '');
  const sections = [...read('docs/troubleshooting.md').matchAll(/^#### (Couplet\w+)$/gm)].map(([, name = '']) => name);
  assert.deepEqual(sections.toSorted(), alerts.map(({ alert }) => alert).toSorted());
  assert.deepEqual(
    links.map((link) => link.replace(/^https:\/\/[^#]*\/docs\/troubleshooting\.md#/, '')),
    alerts.map(({ alert }) => alert.toLowerCase()),
  );
});

test('docs/monitoring.md has each alert with its severity, and no other', () => {
  const rows = [...read('docs/monitoring.md').matchAll(/^\| \[`(Couplet\w+)`\]\([^)]*\) \| (\w+) \|/gm)];
  assert.deepEqual(
    rows.map(([, name, severity]) => [name, severity]).toSorted(),
    alerts.map(({ alert, labels }) => [alert, labels['severity']]).toSorted(),
  );
});
