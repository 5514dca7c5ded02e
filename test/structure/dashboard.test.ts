import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parsePromQl } from '../support/promQl.ts';
import { root } from './sources.ts';

type Target = { refId: string; expr: string; legendFormat: string; datasource: { uid: string } };
type Panel = {
  id: number;
  type: string;
  title: string;
  description?: string;
  datasource?: { type: string; uid: string };
  gridPos: { h: number; w: number; x: number; y: number };
  fieldConfig?: { defaults: { unit?: string } };
  targets?: Target[];
};
type Dashboard = {
  uid: string;
  title: string;
  schemaVersion: number;
  templating: { list: { name: string; type: string; query: string | { query: string } }[] };
  panels: Panel[];
};

const text = readFileSync(join(root, 'k8s/monitoring/grafana-dashboard.json'), 'utf8');
const dashboard = JSON.parse(text) as Dashboard;
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const targets = panels.flatMap(({ title, targets: all = [] }) => all.map((target) => ({ title, ...target })));

test('the dashboard keeps its address over imports', () => {
  assert.deepEqual([dashboard.uid, dashboard.title, dashboard.schemaVersion], ['couplet', 'Couplet', 39]);
});

test('whoever imports it chooses the data source, and nothing names another', () => {
  const [first] = dashboard.templating.list;
  assert.deepEqual([first?.name, first?.type, first?.query], ['datasource', 'datasource', 'prometheus']);
  const named = [...text.matchAll(/"uid": "([^"]+)"/g)].map(([, uid]) => uid).filter((uid) => uid !== dashboard.uid);
  assert.deepEqual([...new Set(named)], ['${datasource}']);
});

test('every variable is used, and every one that is used exists', () => {
  const used = [...text.matchAll(/\$\{?([a-z]\w+)/g)].map(([, name = '']) => name);
  const defined = dashboard.templating.list.map(({ name }) => name);
  assert.deepEqual([...new Set(used)].toSorted(), defined.toSorted());
});

test('every panel has an id of its own, a title, and a sentence that says what it shows', () => {
  assert.equal(new Set(dashboard.panels.map(({ id }) => id)).size, dashboard.panels.length);
  const silent = panels.filter(({ title, description = '' }) => title === '' || description.length < 10);
  assert.deepEqual(silent, []);
});

test('the rows are questions, and each has panels', () => {
  const rows = dashboard.panels.filter(({ type }) => type === 'row');
  assert.deepEqual(
    rows.filter(({ title }) => !title.endsWith('?')),
    [],
  );
  for (const [index, { type }] of dashboard.panels.entries()) {
    if (type === 'row') assert.notEqual(dashboard.panels[index + 1]?.type ?? 'row', 'row');
  }
});

test('no two panels lie on each other, and none stands out', () => {
  const cells = dashboard.panels.flatMap(({ gridPos: { h, w, x, y } }) =>
    Array.from({ length: h * w }, (_, cell) => [x + (cell % w), y + Math.floor(cell / w)].join()),
  );
  assert.equal(new Set(cells).size, cells.length);
  assert.ok(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24));
});

test('every panel asks for something, each question with a letter of its own', () => {
  for (const { title, targets: all = [] } of panels) {
    assert.ok(all.length > 0, title);
    assert.equal(new Set(all.map(({ refId }) => refId)).size, all.length, title);
  }
});

test('a legend names only labels that its expression leaves', () => {
  const wrong = targets.flatMap(({ title, expr, legendFormat }) => {
    const { result, grouping } = parsePromQl(expr.replaceAll('$__rate_interval', '5m'));
    const left = new Set([...(result ?? []), ...grouping, 'pod']);
    return [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)]
      .map(([, label = '']) => label)
      .filter((label) => !left.has(label))
      .map((label) => `${title}: ${label}`);
  });
  assert.deepEqual(wrong, []);
});

test('durations are in seconds, and memory in bytes', () => {
  const wrong = panels.filter(({ fieldConfig, targets: all = [] }) => {
    const unit = fieldConfig?.defaults.unit;
    const asks = all.map(({ expr }) => expr).join(' ');
    if (/histogram_quantile|duration_seconds/.test(asks)) return unit !== 's';
    return /memory_bytes/.test(asks) && unit !== 'bytes';
  });
  assert.deepEqual(wrong, []);
});
